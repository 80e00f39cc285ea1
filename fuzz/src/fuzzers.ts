/** Every fuzzer by its name, in the order in which they run: the module that exports it as `fuzzer`. */
export const FUZZERS: ReadonlyMap<string, string> = new Map(
  ['documents', 'templates', 'expressions', 'directives'].map((name) => [
    name,
    new URL(`./${name}.ts`, import.meta.url).href,
  ]),
);
