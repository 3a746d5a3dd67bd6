import { RE2JS } from 're2js'

const compiled = new WeakMap<RegExp, RE2JS>()

/** Why a pattern cannot be read as RE2 reads it; nothing, where it can. */
export function patternFault(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern)
    return undefined
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}

/**
 * A regular expression in time linear to the text (RE2), in place of the built-in one, which nothing can interrupt. It
 * has what JSONata asks of its `RegexEngine`: made of a RegExp, `exec` from `lastIndex` on. Look-arounds and
 * back-references are refused, since RE2 has none.
 */
export class LinearRegex {
  readonly source: string
  readonly #compiled: RE2JS
  lastIndex = 0

  /** Throws where RE2 has not what the expression asks for. */
  static check(pattern: RegExp): LinearRegex {
    return new LinearRegex(pattern)
  }

  constructor(pattern: RegExp) {
    const { source, flags } = pattern
    this.source = source
    // JSONata makes one each time that it comes to the literal.
    const known = compiled.get(pattern)
    if (known) {
      this.#compiled = known
      return
    }
    let options = 0
    if (flags.includes('i')) options |= RE2JS.CASE_INSENSITIVE
    if (flags.includes('m')) options |= RE2JS.MULTILINE
    this.#compiled = RE2JS.compile(source, options)
    compiled.set(pattern, this.#compiled)
  }

  exec(text: string): (RegExpExecArray & { index: number }) | null {
    const matcher = this.#compiled.matcher(text)
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0
      return null
    }
    const groups: (string | undefined)[] = []
    for (let group = 0; group <= matcher.groupCount(); group++) groups.push(matcher.group(group) ?? undefined)
    this.lastIndex = matcher.end()
    const found = groups as RegExpExecArray
    found.index = matcher.start()
    found.input = text
    return found
  }
}
