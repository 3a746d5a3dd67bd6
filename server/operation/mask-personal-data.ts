/** Replacements for personal data and tokens in log lines. */
const masks = { email: '[email]', name: '[name]', token: '[token]' }

/**
 * Patterns for JSON fields that contain people's names, and for the corresponding columns in database error details.
 */
const nameFieldPattern = /("(?:full_name|user_name|triggered_by)":")(?:[^"\\]|\\.)*"/g
const nameColumnPattern = /(\((?:full_name|triggered_by)\)=\()[^)]*/g
const bearerTokenPattern = /(Bearer )[^\s"\\]+/g
const passwordPattern = /(:\/\/[^\s/@:"]*:)[^\s/@:"\\]+(?=@)/g
/** Matches path segments that grant access. */
const secretSegmentPattern = /(\/(?:hooks|hooks-test|shared|invitations)\/)[^/\s"?\\]+/g
const wordPattern = /[\w-]+/g
const localCharacterPattern = /[\p{L}\p{N}._%+-]/u
const domainCharacterPattern = /[\p{L}\p{N}.-]/u
const minTokenLength = 32

/** Masks email addresses, people's names and tokens in a log line. IDs and IP addresses are kept. */
export const maskPersonalData = (line: string): string =>
  maskEmails(
    line
      .replaceAll(bearerTokenPattern, (_, start: string) => `${start}${masks.token}`)
      .replaceAll(passwordPattern, (_, start: string) => `${start}${masks.token}`)
      .replaceAll(secretSegmentPattern, (_, start: string) => `${start}${masks.token}`)
      .replaceAll(nameFieldPattern, (_, start: string) => `${start}${masks.name}"`)
      .replaceAll(nameColumnPattern, (_, start: string) => `${start}${masks.name}`)
      .replaceAll(wordPattern, (word) => (isToken(word) ? masks.token : word)),
  )

/** Masks email addresses. Does not use a regular expression, because matching one would take quadratic time. */
function maskEmails(line: string): string {
  const [first = '', ...parts] = line.split('@')
  return parts.reduce((left, right) => {
    let start = left.length
    while (start > 0 && localCharacterPattern.test(left[start - 1]!)) start--
    let end = 0
    while (end < right.length && domainCharacterPattern.test(right[end]!)) end++
    while (end > 0 && right[end - 1] === '.') end--
    const isEmail = start < left.length && /[^.]\.\p{L}\p{L}+$/u.test(right.slice(0, end).slice(-64))
    return isEmail ? `${left.slice(0, start)}${masks.email}${right.slice(end)}` : `${left}@${right}`
  }, first)
}

/** Returns whether a word looks like a token. IDs do not: they are UUIDs or hexadecimal, without uppercase letters. */
const isToken = (word: string): boolean =>
  word.length >= minTokenLength &&
  (word.startsWith('aw_') || word.startsWith('eyJ') || (/[A-Z]/.test(word) && /[a-z]/.test(word) && /\d/.test(word)))
