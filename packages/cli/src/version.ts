import manifest from '#manifest' with { type: 'json' };

/** Version of the package. */
export const VERSION: string = manifest.version;
