/** Variables that one environment sets and unsets while it is active. Spec: 2023-09, 4. */
class EnvironmentScope {
  readonly set = new Map<string, string>();
  /** Unsetting takes precedence within one environment, whichever came first. */
  readonly unset = new Set<string>();
}

/**
 * The environment variables of a session: what the runtime was started with, then what each entered environment has
 * changed, in the order of entering. Leaving an environment brings back what was before it.
 */
export class SessionVariables {
  readonly #base: ReadonlyMap<string, string>;
  readonly #scopes: EnvironmentScope[] = [];

  constructor(base: Readonly<Record<string, string | undefined>>) {
    this.#base = new Map(Object.entries(base).filter((entry): entry is [string, string] => entry[1] !== undefined));
  }

  /** Begins an environment. */
  push(): void {
    this.#scopes.push(new EnvironmentScope());
  }

  /**
   * Ends the environment that began last, with all that it changed.
   * @spec HJR-variables-until-exit HJR-env-until-exit HJR-unset-env-until-exit RFC0003-until-exit
   */
  pop(): void {
    this.#scopes.pop();
  }

  /** Sets a variable in the environment that began last. A later value takes the place of an earlier one. */
  set(name: string, value: string): void {
    const scope = this.#innermost();
    scope.set.delete(name);
    scope.set.set(name, value);
  }

  unset(name: string): void {
    this.#innermost().unset.add(name);
  }

  /** What a process of this session is started with. @spec HJR-variables HJR-env */
  forProcess(): Record<string, string> {
    const variables = new Map(this.#base);
    this.#apply(variables);
    return Object.fromEntries(variables);
  }

  /**
   * What the session's environments have defined and not unset (`WrappedAction.Environment`), in the order in which the
   * values that hold were defined. Spec: RFC 0008, "Host environment variables and embedded file paths".
   * @spec TS-4.3.1-environment TS-4.3.1-environment-host RFC0008-wrapped-environment-variables
   * @spec RFC0008-wrapped-environment-host RFC0008-wrapped-environment-exports
   */
  defined(): readonly (readonly [name: string, value: string])[] {
    const variables = new Map<string, string>();
    this.#apply(variables);
    return [...variables];
  }

  #apply(variables: Map<string, string>): void {
    for (const scope of this.#scopes) {
      for (const [name, value] of scope.set) {
        variables.delete(name);
        variables.set(name, value);
      }
      // @spec TS-4-unset-env TS-4-unset-takes-precedence HJR-unset-env
      for (const name of scope.unset) variables.delete(name);
    }
  }

  #innermost(): EnvironmentScope {
    const scope = this.#scopes.at(-1);
    if (scope === undefined) throw new Error('variables can be changed only while an environment is entered');
    return scope;
  }
}
