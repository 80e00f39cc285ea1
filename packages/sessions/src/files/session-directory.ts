import { randomBytes } from 'node:crypto';
import { realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { accessOf, type FolderAccess } from './folder-access.js';
import { type FolderIdentity, identityOf } from './identity.js';

/** The folder of a session's embedded files, below its working directory, with a folder for each script. */
const FILES_FOLDER = 'embedded_files';
const PATH_MAPPING_FILE = 'path_mapping_rules.json';
const CANCEL_INFO_FILE = 'cancel_info.json';

/**
 * A session's working directory: `Session.WorkingDirectory`, where actions run and where their files are.
 * Spec: How Jobs Are Run, "Sessions".
 */
export class SessionDirectory {
  /** The folder that it lies in. */
  readonly root: string;
  /** Absolute and without links, so that it can be mounted into a container under the same name. */
  readonly path: string;
  readonly pathMappingRulesFile: string;
  readonly #access: FolderAccess;

  /** Chooses a name in `root`, by default the system's folder for temporary files, that nobody can guess. */
  constructor(root: string = os.tmpdir(), access: FolderAccess = accessOf(undefined)) {
    this.root = realpathSync(root);
    this.path = path.join(this.root, `openjd-session-${randomBytes(9).toString('base64url')}`);
    this.#access = access;
    // @spec HJR-rules-file-absolute HJR-rules-file
    this.pathMappingRulesFile = path.join(this.path, PATH_MAPPING_FILE);
  }

  /** Makes it, for its user alone (mode 0700). Throws where that is impossible. @spec HJR-working-directory */
  make(): FolderIdentity {
    this.#access.make(this.path);
    return identityOf(this.path)!;
  }

  /** Where the file of this name in this script's folder is. @spec TS-6-in-session */
  fileIn(scriptFolder: string, fileName: string): string {
    return path.join(this.path, FILES_FOLDER, scriptFolder, fileName);
  }

  /**
   * Writes one embedded file; `file` is what `fileIn` answered. Mode 0600, or 0700 for a runnable one.
   * @spec HJC-embedded-files TS-6-permissions TS-6.1-runnable
   */
  writeEmbeddedFile(file: string, content: string, runnable: boolean): void {
    const folder = path.dirname(file);
    const base = path.join(this.path, FILES_FOLDER);
    if (path.dirname(folder) !== base) throw new Error(`${file} is not in a folder of embedded files`);
    const folders = [FILES_FOLDER, path.basename(folder)];
    this.#access.write(this.path, folders, path.basename(file), content, runnable ? 0o700 : 0o600);
  }

  writePathMappingRules(content: string): void {
    this.#access.write(this.path, [], PATH_MAPPING_FILE, content, 0o600);
  }

  /**
   * Tells the action that is being canceled when its time ends. Spec: 2023-09, 5.3.2. It appears whole or not at all,
   * and takes the place of whatever has its name.
   * @spec TS-5.3.2-cancel-info
   */
  writeCancelInfo(notifyEnd: Date): void {
    const content = `${JSON.stringify({ NotifyEnd: notifyEnd.toISOString().replace(/\.\d+Z$/, 'Z') })}\n`;
    this.#access.replace(this.path, CANCEL_INFO_FILE, content, 0o600);
  }

  /** Removes it with all that is in it. Returns why something is left, undefined when nothing is. */
  remove(): Promise<string | undefined> {
    return this.#access.remove(this.path);
  }

  /** As `remove`, for when this process is ending. Throws where something is left. */
  removeAtOnce(): void {
    this.#access.removeAtOnce(this.path);
  }
}
