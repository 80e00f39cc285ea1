import { randomUUID } from 'node:crypto';

/**
 * Names for the embedded files of a session: a folder for each script, so that two scripts can have a file of the same
 * name at the same time (a hook and the action that it replaces), and a random name for a file without one.
 * The same question has the same answer, as long as the session lives. Spec: 2023-09, 6.1.
 */
export class ScriptFiles {
  readonly #folders = new Map<string, string>();
  readonly #names = new Map<string, string>();

  /** Folder and name of the file `fileName` (its `name`) of a script; `filename` is what the template calls it, `suffix` the end of a random name. */
  place(
    scriptId: string,
    fileName: string,
    filename: string | undefined,
    suffix = '',
  ): { readonly folder: string; readonly name: string } {
    let folder = this.#folders.get(scriptId);
    if (folder === undefined) {
      folder = `${this.#folders.size + 1}-${scriptId.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 40)}`;
      this.#folders.set(scriptId, folder);
    }
    // @spec TS-6.1-filename-default
    return { folder, name: filename ?? `${this.#randomName(`${scriptId}\0${fileName}`)}${suffix}` };
  }

  #randomName(key: string): string {
    let name = this.#names.get(key);
    if (name === undefined) {
      name = randomUUID();
      this.#names.set(key, name);
    }
    return name;
  }
}
