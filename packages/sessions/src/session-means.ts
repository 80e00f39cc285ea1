import process from 'node:process';
import { type PathMappingRule, sortPathMappingRules } from '@openjd/expr';
import type { Environment, HostContext } from '@openjd/model';
import type { Redactor } from './action/redact.js';
import type { ActionHost } from './action/run-action.js';
import { SessionVariables } from './environment/variables.js';
import type { ActionInfo } from './events.js';
import { accessOf } from './files/folder-access.js';
import { pathMappingRulesText } from './files/path-mapping-rules.js';
import { whoCanExchange } from './files/private-folder.js';
import { ScriptFiles } from './files/script-files.js';
import { SessionDirectory } from './files/session-directory.js';
import { type ControlGroup, controlGroupPath, makeControlGroup } from './platform/linux/control-group.js';
import { adoptsOrphans, countSession, hasOrphans } from './platform/linux/orphans.js';
import { OutputPipe } from './platform/posix/output-pipe.js';
import { describeProcesses, killTree, killTreeAtOnce, type ProcessTree } from './platform/posix/process-tree.js';
import { otherUserFor, SudoUser } from './platform/posix/sudo/sudo-user.js';
import { guardExit } from './record/exit-guard.js';
import { thisRuntime } from './record/session-record.js';
import { SessionRecorder } from './record/session-recorder.js';
import { openStateFolder } from './record/state-folder.js';
import type { SessionOptions } from './session-options.js';
import type { SessionVoice } from './voice.js';

/** Variable with the session's working directory, in every action's environment, named as in the peers. */
const WORKING_DIRECTORY_VARIABLE = 'OPENJD_SESSION_WORKING_DIR';

/** What could not be removed at the end of a session. */
export interface Remains {
  /** In words; empty when nothing is left that should not be. */
  readonly left: readonly string[];
  /** Set when the working directory is still there: it was to be preserved or could not be removed. */
  readonly workingDirectory?: string;
}

/** All that a session makes on its host, from the start to the removal. */
export class SessionMeans {
  readonly variables: SessionVariables;
  readonly directory: SessionDirectory;
  /** What the user should know about the place of the session. */
  readonly warnings: readonly string[];
  /** In the environment of every process that the session starts, followed by the action's number. */
  readonly #mark: string;
  readonly #files = new ScriptFiles();
  readonly #pipe: OutputPipe;
  readonly #recorder: SessionRecorder;
  readonly #pathMapping: readonly PathMappingRule[];
  readonly #preserve: boolean;
  readonly #sudoUser: SudoUser | undefined;
  readonly #unguard: () => void;
  readonly #host: Omit<ActionHost, 'controlGroup'>;
  readonly #controlGroupPath: string | undefined;
  #controlGroup: ControlGroup | undefined;
  #uncount = (): void => {};

  /** Makes nothing but the folder of records. Throws where the host refuses. */
  constructor(sessionId: string, startedAt: string, options: SessionOptions, voice: SessionVoice, redactor: Redactor) {
    const stateFolder = openStateFolder();
    this.#mark = `${sessionId}/`;
    this.#preserve = options.preserve === true;
    this.#controlGroupPath = controlGroupPath(sessionId);
    this.#pathMapping = sortPathMappingRules(options.pathMapping ?? []);
    const other = otherUserFor(options.user);
    const sudoUser = other instanceof SudoUser ? other : undefined;
    this.#sudoUser = sudoUser;
    this.#pipe = new OutputPipe(stateFolder, sessionId, sudoUser === undefined ? options.user : 'anyone');
    this.directory = new SessionDirectory(options.workingDirectoryRoot, accessOf(other));
    this.warnings = warningsOf(this.directory.root, other?.user.uid);
    this.#unguard = guardExit(() => this.#removeAtOnce());
    this.#recorder = new SessionRecorder(stateFolder, {
      sessionId,
      startedAt,
      mark: this.#mark,
      workingDirectory: this.directory.path,
      preserve: this.#preserve,
      ...(other === undefined ? {} : { user: other.user }),
      ...(this.#controlGroupPath === undefined ? {} : { controlGroup: this.#controlGroupPath }),
    });
    this.variables = new SessionVariables({
      ...(options.environment ?? process.env),
      [WORKING_DIRECTORY_VARIABLE]: this.directory.path,
    });
    const { variables, directory } = this;
    const user = sudoUser === undefined ? options.user : undefined;
    const look = other?.look;
    const dedicatedProcess = options.dedicatedProcess === true;
    this.#host = { voice, redactor, variables, directory, pipe: this.#pipe, user, sudoUser, look, dedicatedProcess };
  }

  /** What its actions need. */
  get actionHost(): ActionHost {
    return { ...this.#host, controlGroup: this.#controlGroup };
  }

  /** Makes what has to be there before the first action. It is written down before it is made. */
  prepare(): void {
    this.#recorder.write([]);
    // @spec HJR-working-directory
    this.#recorder.noteDirectory(this.directory.make());
    this.#controlGroup = this.#controlGroupPath === undefined ? undefined : makeControlGroup(this.#controlGroupPath);
    this.#uncount = countSession(this.#host.dedicatedProcess);
    // @spec HJR-rules-file
    this.directory.writePathMappingRules(pathMappingRulesText(this.#pathMapping));
  }

  /** Writes down what has to be cleaned up if this process is killed. */
  record(environments: readonly Environment[]): void {
    try {
      this.#recorder.write(environments.map(({ name }) => name));
    } catch {
      // The disk may be full. What was written at the start is enough to find and remove all; only names are missing.
    }
  }

  /** What the model asks of this host to resolve an action now. */
  host(): HostContext {
    return {
      workingDirectory: this.directory.path,
      pathFormat: 'posix',
      pathMapping: this.#pathMapping,
      pathMappingRulesFile: this.directory.pathMappingRulesFile,
      definedVariables: this.variables.defined(),
      filePath: (scriptId, fileName, filename, suffix) => {
        const { folder, name } = this.#files.place(scriptId, fileName, filename, suffix);
        return this.directory.fileIn(folder, name);
      },
    };
  }

  /** In the environment of every process of this action, and of no other. */
  markOf(action: ActionInfo): string {
    return `${this.#mark}${action.id};`;
  }

  /** Ends what an action has left in the background, also what left its process group or session. */
  async endBackground(action: ActionInfo): Promise<void> {
    if (!this.#mayHaveBackground()) return;
    await killTree({ ...this.#tree(), mark: this.markOf(action), unmarkedSince: undefined }, this.#sudoUser);
  }

  /** Ends every process of the session and removes all that it made, the working directory unless it is preserved. */
  async remove(): Promise<Remains> {
    const survivors = await killTree(this.#tree(), this.#sudoUser);
    this.#uncount();
    const left = survivors.length === 0 ? [] : [`processes ${describeProcesses(survivors)}`];
    if (this.#controlGroup?.remove() === false) left.push(`the control group ${this.#controlGroup.path}`);
    this.#pipe.close();
    // @spec HJR-working-directory-deleted
    const problem = this.#preserve ? undefined : await this.directory.remove();
    if (problem !== undefined) left.push(problem);
    if (left.length === 0) this.#recorder.remove();
    this.#unguard();
    return this.#preserve || problem !== undefined ? { left, workingDirectory: this.directory.path } : { left };
  }

  /** This process is ending: what can be done in no time. What is left then, the next session's start removes. */
  #removeAtOnce(): void {
    try {
      killTreeAtOnce(this.#tree(), this.#sudoUser);
      this.#pipe.close();
      if (!this.#preserve) this.directory.removeAtOnce();
    } catch {
      return;
    }
    // A process takes a moment to end; what is not empty yet, the next session's start removes.
    if (this.#controlGroup?.remove() !== false) this.#recorder.remove();
  }

  /** All of the session. */
  #tree(): ProcessTree {
    const { start } = thisRuntime();
    return {
      mark: this.#mark,
      since: start,
      controlGroup: this.#controlGroup,
      unmarkedSince: start,
      mayBeInherited: this.#host.dedicatedProcess,
    };
  }

  /** False where this process would have inherited what the session's actions have left, and has not. */
  #mayHaveBackground(): boolean {
    return !this.#host.dedicatedProcess || !adoptsOrphans() || hasOrphans();
  }
}

/** Whoever can exchange a folder can have actions run what is not theirs; a group is taken for one of colleagues. */
function warningsOf(root: string, trusted: number | undefined): readonly string[] {
  const weakness = whoCanExchange(root, { trusted, groups: false });
  if (weakness === undefined) return [];
  return [
    `another user of this host can exchange the files of this session: ${weakness}; have sessions work elsewhere (TMPDIR)`,
  ];
}
