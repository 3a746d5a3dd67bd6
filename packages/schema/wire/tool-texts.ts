/**
 * Matches characters that a person does not see but a model reads: Unicode tags and variation selectors, which can spell
 * a hidden text, characters without width, fillers, and controls of the direction of text. Joiners and the selector of
 * pictures are parts of written words and emojis.
 */
const hiddenCharacter =
  /[\p{Cc}\u00ad\u115f\u1160\u200b\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\u034f|\u17b4|\u17b5|[\u180b-\u180f]|[\ufe00-\ufe0e]/gu

const showCharacter = (character: string): string =>
  /[\t\n\r]/.test(character)
    ? character
    : `[U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`

/**
 * Replaces hidden characters in the strings and names of JSON with their code points, so that a person who approves a
 * tool of others reads what a model reads.
 *
 * @internal
 */
export function showHiddenCharacters<T>(json: T): T {
  const visit = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replace(hiddenCharacter, showCharacter)
    if (Array.isArray(value)) return value.map(visit)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [visit(name), visit(inner)]))
  }
  return visit(json) as T
}

/** Returns the name that several tools of a server have, if there is one. @internal */
export function findRepeatedName(tools: readonly { name: string }[]): string | undefined {
  const names = new Set<string>()
  return tools.find(({ name }) => names.size === names.add(name).size)?.name
}

/** Cyrillic and Greek letters that look like Latin ones, which follow them. */
const lookalikes = new Map(
  [...'аaвbеeкkмmнhоoрpсcтtуyхxіiјjѕsԁdԛqԝwһhɡgӏlνvαaβbεeιiκkοoρpτtυuχxıi'].flatMap((letter, index, letters) =>
    index % 2 === 0 ? [[letter, letters[index + 1]!] as const] : [],
  ),
)

/** Returns a string that is equal for names of tools that a person or a model could confuse. @internal */
export const toComparableName = (name: string): string =>
  [
    ...name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[\s_.\-\p{Cf}\p{Mn}]/gu, ''),
  ]
    .map((letter) => lookalikes.get(letter) ?? letter)
    .join('')
