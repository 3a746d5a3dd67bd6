import { createSecretPatterns, findPatternEnd, undecided, type SecretPattern } from './secret-patterns.ts'

/** The mask that replaces secrets in text. @internal */
export const redactionMask = '•••'

/** Values that must not leave a broker, and the name of the secret that they belong to. @internal */
export interface NamedValues {
  name: string
  values: readonly string[]
}

/** How a `TextScanner` replaces secrets. */
export interface ScanOptions {
  /** Returns the replacement for the secret that follows the text received by `onText`. */
  getMask?(): string
  /** Receives the text between secrets. */
  onText?(text: string): void
}

/** Searches text that arrives in pieces. */
export interface TextScanner {
  /**
   * Returns the text up to the first character that may begin a secret, with secrets replaced. The rest is returned by
   * the next call.
   */
  push(text: string, isLast?: boolean): string
  /** The names of the secrets found so far. */
  readonly foundNames: ReadonlySet<string>
}

/** Finds secrets in plain text, JSON, URLs, HTML, XML and Base64. @internal */
export type Redactor = ReturnType<typeof createRedactor>

/** Creates a redactor. Values with fewer than three characters are ignored. @internal */
export function createRedactor(secrets: readonly NamedValues[]) {
  const patternsByStart = new Map<string, SecretPattern[]>()
  for (const { name, values } of secrets) {
    for (const pattern of values.flatMap((value) => createSecretPatterns(name, value))) {
      for (const start of new Set(pattern.characters[0]!.starts))
        patternsByStart.set(start, [...(patternsByStart.get(start) ?? []), pattern])
    }
  }
  const isEmpty = patternsByStart.size === 0
  const starts = new RegExp(
    `[${[...patternsByStart.keys()].map((start) => `\\u${start.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}]`,
    'g',
  )

  /** Returns the longest secret at a position, or `undecided` if it may be longer than the text. */
  const findSecret = (text: string, start: number, isLast: boolean): { end: number; name: string } | undefined => {
    let match: { end: number; name: string } | undefined
    for (const pattern of patternsByStart.get(text[start]!) ?? []) {
      const end = findPatternEnd(pattern, text, start)
      if (end === undefined || (end === undecided && isLast)) continue
      if (end === undecided) return { end, name: pattern.name }
      if (end > (match?.end ?? 0)) match = { end, name: pattern.name }
    }
    return match
  }

  const openScanner = ({ getMask = () => redactionMask, onText }: ScanOptions = {}): TextScanner => {
    const foundNames = new Set<string>()
    let rest = ''
    return {
      foundNames,
      push(piece, isLast = false) {
        const text = rest + piece
        rest = ''
        if (isEmpty) return text
        let output = ''
        let position = 0
        const appendText = (end: number): void => {
          const plainText = text.slice(position, end)
          onText?.(plainText)
          output += plainText
        }
        starts.lastIndex = 0
        for (let match = starts.exec(text); match; match = starts.exec(text)) {
          const secret = findSecret(text, match.index, isLast)
          if (!secret) continue
          appendText(match.index)
          position = match.index
          if (secret.end === undecided) {
            rest = text.slice(position)
            return output
          }
          foundNames.add(secret.name)
          output += getMask()
          position = starts.lastIndex = secret.end
        }
        appendText(text.length)
        return output
      },
    }
  }

  const redact = (text: string): string => (isEmpty ? text : openScanner().push(text, true))
  return {
    /** Whether there is nothing to search for. */
    isEmpty,
    redact,
    /** Returns the names of the secrets in a text. */
    findNames(text: string): string[] {
      const scanner = openScanner()
      scanner.push(text, true)
      return [...scanner.foundNames]
    },
    openScanner,
  }
}

/** Applies `redact` to every string and key in plain data. @internal */
export function redactStrings<T>(data: T, redact: (text: string) => string): T {
  const visit = (value: unknown): unknown => {
    if (typeof value === 'string') return redact(value)
    if (Array.isArray(value)) return value.map(visit)
    if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [redact(key), visit(inner)]))
  }
  return visit(data) as T
}
