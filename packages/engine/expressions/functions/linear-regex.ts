import { RE2JS } from 're2js'

const compiledPatterns = new WeakMap<RegExp, RE2JS>()

/** Returns why a pattern is not valid in RE2, or `undefined` if it is valid. @internal */
export function findPatternError(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern)
    return undefined
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}

/** Converts escapes such as `\\u2028`, which RE2 lacks. `RegExp.source` contains them for line separators, too. */
export const toRe2Source = (source: string): string =>
  source.replaceAll(/\\(?:u([\da-fA-F]{4})|[^])/g, (escape, code?: string) => (code ? `\\x{${code}}` : escape))

/**
 * A regular expression that runs in linear time (RE2). It replaces built-in regular expressions, which cannot be
 * interrupted. Implements JSONata's `RegexEngine`: it is created from a `RegExp`, and `exec` starts at `lastIndex`. RE2
 * does not support lookarounds or backreferences.
 */
export class LinearRegex {
  readonly source: string
  readonly #compiledPattern: RE2JS
  lastIndex = 0

  /** Creates a regular expression. Throws if RE2 does not support the pattern. */
  static create(pattern: RegExp): LinearRegex {
    return new LinearRegex(pattern)
  }

  constructor(pattern: RegExp) {
    const { flags } = pattern
    const source = toRe2Source(pattern.source)
    this.source = pattern.source
    // JSONata creates a `LinearRegex` from the same `RegExp` each time it evaluates a regex literal.
    const cached = compiledPatterns.get(pattern)
    if (cached) {
      this.#compiledPattern = cached
      return
    }
    let options = 0
    if (flags.includes('i')) options |= RE2JS.CASE_INSENSITIVE
    if (flags.includes('m')) options |= RE2JS.MULTILINE
    this.#compiledPattern = RE2JS.compile(source, options)
    compiledPatterns.set(pattern, this.#compiledPattern)
  }

  exec(text: string): (RegExpExecArray & { index: number }) | null {
    const matcher = this.#compiledPattern.matcher(text)
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0
      return null
    }
    const groups: (string | undefined)[] = []
    for (let group = 0; group <= matcher.groupCount(); group++) groups.push(matcher.group(group) ?? undefined)
    this.lastIndex = matcher.end()
    const match = groups as RegExpExecArray
    match.index = matcher.start()
    match.input = text
    return match
  }
}
