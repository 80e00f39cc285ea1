import type { Problem } from '@openjd/expr';
import type { SessionVariables } from '../environment/variables.js';
import type { ActionInfo } from '../events.js';
import { sessionProblem } from '../problem.js';
import type { SessionVoice } from '../voice.js';
import type { Directive, MalformedDirective } from './directives.js';
import { ownCopy } from './own-copy.js';
import { MAXIMUM_SECRETS, type Redactor } from './redact.js';

/** What directives of an action act upon. */
export interface DirectiveScope {
  readonly info: ActionInfo;
  /** Whether `openjd_redacted_env` may set a variable (REDACTED_ENV_VARS). */
  readonly redactedEnvVars: boolean;
  readonly voice: SessionVoice;
  readonly redactor: Redactor;
  readonly variables: SessionVariables;
}

/**
 * Does what the directives of one action ask for. Variables may be changed by what enters an environment and by nothing
 * else. What a hook prints, or forwards, counts as printed by the action that it replaces. Spec: 2023-09, 4; RFC 0008,
 * "Stdout forwarding and macro propagation".
 * @spec RFC0008-scan-hook
 */
export class DirectiveHandler {
  readonly #scope: DirectiveScope;
  #failMessage: string | undefined;
  #problem: Problem | undefined;

  constructor(scope: DirectiveScope) {
    this.#scope = scope;
  }

  /** The last `openjd_fail`. It tells why the action fails and does not make it fail. */
  get failMessage(): string | undefined {
    return this.#failMessage;
  }

  /**
   * A change of variables was asked for in words that cannot be used. Later actions would run in another environment
   * than meant, so the action has failed, whatever its exit code, as in the peers.
   */
  get problem(): Problem | undefined {
    return this.#problem;
  }

  heed(directive: Directive): void | Promise<void> {
    const { info, variables, voice } = this.#scope;
    switch (directive.kind) {
      case 'progress':
        return voice.say({ type: 'progress', action: info, percent: directive.percent });
      case 'status':
        return voice.say({ type: 'status', action: info, message: directive.message });
      case 'logLevel':
        return voice.say({ type: 'log-level', action: info, level: directive.level });
      case 'fail':
        this.#failMessage = directive.message;
        return;
      // @spec TS-4-env HJR-env
      case 'env':
        return this.#change('openjd_env', () => this.#set(directive.name, directive.value));
      // @spec HJR-unset-env
      case 'unsetEnv':
        return this.#change('openjd_unset_env', () => variables.unset(ownCopy(directive.name)));
      // @spec TS-4-redacted-env TS-4-redacted-env-without-extension RFC0003-redacts RFC0003-without-extension
      case 'redactedEnv':
        return inTurn(this.#declare([directive.value]), () =>
          this.#change('openjd_redacted_env', () => this.#setRedacted(directive.name, directive.value)),
        );
      case 'malformed':
        return this.#malformed(directive);
    }
  }

  /** @spec HJR-env-on-enter-only */
  #change(directive: string, change: () => void | Promise<void>): void | Promise<void> {
    return this.#isEntering
      ? change()
      : this.#warn(`${directive} has no effect in ${this.#name}; only onEnter may print it`);
  }

  /** @spec RFC0003-sets */
  #setRedacted(name: string, value: string): void | Promise<void> {
    // @spec RFC0003-without-extension-not-set
    if (!this.#scope.redactedEnvVars) {
      return this.#warn(
        `${name} is masked but not set: the template that ${this.#name} comes from does not declare REDACTED_ENV_VARS`,
      );
    }
    this.#set(name, value);
  }

  #set(name: string, value: string): void {
    this.#scope.variables.set(ownCopy(name), ownCopy(value));
  }

  /** Where there is no room for another secret nothing is shown any more; that is told before. */
  #declare(secrets: readonly string[]): void | Promise<void> {
    const { redactor } = this.#scope;
    if (redactor.masksAll || secrets.every((secret) => redactor.add(secret))) return;
    const told = this.#warn(
      `${this.#name} has declared more secrets than can be kept (${MAXIMUM_SECRETS} characters); ` +
        'from here on every text of this session is masked',
    );
    redactor.maskAll();
    return told;
  }

  #malformed({ directive, reason, changesEnvironment, secrets }: MalformedDirective): void | Promise<void> {
    if (this.#isEntering && changesEnvironment) {
      this.#problem ??= sessionProblem(
        'DIRECTIVE_MALFORMED',
        `${directive} of ${this.#name} cannot be used: ${reason}`,
        'Print it as one line, for example "openjd_env: NAME=value".',
      );
    }
    return inTurn(this.#declare(secrets), () =>
      this.#warn(`a line of ${this.#name} has no effect: ${directive}: ${reason}`),
    );
  }

  #warn(message: string): void | Promise<void> {
    return this.#scope.voice.say({ type: 'notice', action: this.#scope.info, level: 'warning', message });
  }

  get #isEntering(): boolean {
    return this.#scope.info.phase === 'envEnter';
  }

  get #name(): string {
    return this.#scope.voice.describe(this.#scope.info);
  }
}

function inTurn(first: void | Promise<void>, then: () => void | Promise<void>): void | Promise<void> {
  return first === undefined ? then() : first.then(then);
}
