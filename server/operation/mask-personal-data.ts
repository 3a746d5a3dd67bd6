/** Replacements of personal data and tokens in log lines. */
const masks = { email: '[email]', name: '[name]', token: '[token]' }

/** Fields of JSON, and columns in the details of database errors, whose values are names. */
const nameFields = /("(?:full_name|user_name|triggered_by)":")(?:[^"\\]|\\.)*"/g
const nameColumns = /(\((?:full_name|triggered_by)\)=\()[^)]*/g
const bearerTokens = /(Bearer )[^\s"\\]+/g
const passwords = /(:\/\/[^\s/@:"]*:)[^\s/@:"\\]+(?=@)/g
/** Segments of paths that grant access. */
const secretSegments = /(\/(?:hooks|hooks-test|shared|invitations)\/)[^/\s"?\\]+/g
const words = /[\w-]+/g
const localCharacter = /[\p{L}\p{N}._%+-]/u
const domainCharacter = /[\p{L}\p{N}.-]/u
const minTokenCharacters = 32

/** Removes email addresses, names of people and tokens from a line of a log. Ids and IP addresses remain. */
export const maskPersonalData = (line: string): string =>
  maskEmails(
    line
      .replaceAll(bearerTokens, (_, start: string) => `${start}${masks.token}`)
      .replaceAll(passwords, (_, start: string) => `${start}${masks.token}`)
      .replaceAll(secretSegments, (_, start: string) => `${start}${masks.token}`)
      .replaceAll(nameFields, (_, start: string) => `${start}${masks.name}"`)
      .replaceAll(nameColumns, (_, start: string) => `${start}${masks.name}`)
      .replaceAll(words, (word) => (isToken(word) ? masks.token : word)),
  )

/** Replaces email addresses. Without a regular expression, because one would take quadratic time. */
function maskEmails(line: string): string {
  const [first = '', ...parts] = line.split('@')
  return parts.reduce((left, right) => {
    let start = left.length
    while (start > 0 && localCharacter.test(left[start - 1]!)) start--
    let end = 0
    while (end < right.length && domainCharacter.test(right[end]!)) end++
    while (end > 0 && right[end - 1] === '.') end--
    const isEmail = start < left.length && /[^.]\.\p{L}\p{L}+$/u.test(right.slice(0, end).slice(-64))
    return isEmail ? `${left.slice(0, start)}${masks.email}${right.slice(end)}` : `${left}@${right}`
  }, first)
}

/** Returns whether a word is random text: ids are UUIDs or hexadecimal, without uppercase letters. */
const isToken = (word: string): boolean =>
  word.length >= minTokenCharacters &&
  (word.startsWith('aw_') || word.startsWith('eyJ') || (/[A-Z]/.test(word) && /[a-z]/.test(word) && /\d/.test(word)))
