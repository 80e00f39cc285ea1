import type { Profile } from '../extensions/profile.js';
import { EXTENSIONS } from '../extensions/registry.js';
import type { FieldDescription } from './description.js';

/** The extension that would give an object a field (or another form of it), where the template does not declare it. */
export function extensionWithField(
  profile: Profile,
  object: string,
  field: string,
): { readonly name: string; readonly description: FieldDescription; readonly isAlternative: boolean } | undefined {
  for (const extension of EXTENSIONS) {
    if (profile.extensions.includes(extension.name)) continue;
    const description = extension.fields?.[object]?.[field];
    if (description === undefined) continue;
    const alternatives = [...(extension.exactlyOneOf?.[object] ?? []), ...(extension.atLeastOneOf?.[object] ?? [])];
    return { name: extension.name, description, isAlternative: alternatives.includes(field) };
  }
  return undefined;
}

/** The extension that would add a variant, where the template does not declare it. */
export function extensionWithVariant(profile: Profile, set: string, value: string): string | undefined {
  return EXTENSIONS.find(
    (extension) =>
      !profile.extensions.includes(extension.name) &&
      Object.hasOwn(extension.variants?.[set] ?? {}, value.toUpperCase()),
  )?.name;
}

/** The extension under which a set's field would be compared without regard to case, where it is not declared. */
export function extensionIgnoringCase(profile: Profile, set: string): string | undefined {
  return EXTENSIONS.find(
    (extension) => !profile.extensions.includes(extension.name) && extension.ignoreCase?.includes(set),
  )?.name;
}

/** The extension under which a set's field may be a format string, where it is not declared. */
export function extensionDeferring(profile: Profile, set: string): string | undefined {
  return EXTENSIONS.find(
    (extension) => !profile.extensions.includes(extension.name) && extension.deferredVariants?.[set] !== undefined,
  )?.name;
}
