/** Variables by their names. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the environment of this process; no other file reads it. */
export function processEnvironment(): Environment {
  return process.env;
}

/** Returns a variable without the blanks around it; undefined if nothing is left. */
export function variableOf(env: Environment, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}

/** Reads variables, and collects the problems of all of them instead of throwing the first. */
export type EnvironmentReader = ReturnType<typeof environmentReader>;

/** Creates a reader of an environment. */
export function environmentReader(env: Environment) {
  const problems: string[] = [];

  function optional(name: string): string | undefined {
    return variableOf(env, name);
  }

  function text(name: string, fallback?: string): string {
    const value = optional(name) ?? fallback;
    if (value === undefined) problems.push(`${name} is not set`);
    return value ?? '';
  }

  return {
    /** One sentence fragment for each problem so far, starting with the name of its variable. */
    problems: problems as readonly string[],

    /** Returns a variable; undefined if it is absent or blank. */
    optional,

    /** Returns a variable, or the fallback; without a fallback, an absent one is a problem. */
    text,

    /** Returns a variable that must match a pattern; undefined if it is absent. `must` completes "… must be". */
    optionalMatch(
      name: string,
      isValid: (value: string) => boolean,
      must: string,
    ): string | undefined {
      const value = optional(name);
      if (value && !isValid(value)) problems.push(`${name} must be ${must}`);
      return value;
    },

    /** Returns a number within a range, or the fallback. */
    number(name: string, fallback: number, { min, max }: { min: number; max: number }): number {
      const value = Number(optional(name) ?? fallback);
      if (value >= min && value <= max) return value;
      problems.push(`${name} must be a number from ${min} to ${max}, not "${env[name]}"`);
      return fallback;
    },

    /** Returns whether a switch is on. */
    onOff(name: string, fallback: 'on' | 'off'): boolean {
      const value = text(name, fallback);
      if (!/^(on|off)$/.test(value)) problems.push(`${name} must be on or off, not "${value}"`);
      return value === 'on';
    },

    /** Notes further problems. */
    report(...further: readonly string[]): void {
      problems.push(...further);
    },
  };
}
