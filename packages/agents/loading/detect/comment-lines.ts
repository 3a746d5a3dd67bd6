/** The usual marks of comments. Other marks count if the first two lines share them and they rarely start a record. */
const usualMark = /^(?:#(?=[\s#A-Za-z])|\/\/|%(?=[\s%]))/
const sharedMark =
  /^(?:(#)[^\n]*\n\1|(%)[^\n]*\n\2|(!)[^\n]*\n\3|(;)[ ;\n][^\n]*\n\4[ ;\n]|(\*)[^\n]*\n\5|(\\)[^\n]*\n\6|(-- )[^\n]*\n\7)/

/**
 * Returns the mark at the start of comment lines (`#`, `//`, `%`, `!`, …), or `undefined` if the text does not start
 * with one.
 */
export function findCommentMark(text: string): string | undefined {
  const usual = usualMark.exec(text)?.[0]
  return (
    usual ??
    sharedMark
      .exec(text)
      ?.slice(1)
      .find((mark) => mark !== undefined)
  )
}

/**
 * Removes comment lines if the text starts with one. Lines that start with the mark further down are comments as well,
 * unless most lines would be comments.
 */
export function withoutComments(text: string): string {
  const mark = findCommentMark(text)
  if (mark === undefined) return text
  const lines = text.split('\n')
  const rest = lines.filter((line) => !line.startsWith(mark))
  const filled = rest.filter((line) => line.trim() !== '').length
  const comments = lines.length - rest.length
  const areAllAbove = lines.slice(0, comments).every((line) => line.startsWith(mark))
  const areFew = filled >= 2 && rest.length >= 3 && rest.length >= minRecordShare * lines.length
  return areFew || (areAllAbove && comments >= 3 && filled >= 1) ? rest.join('\n') : text
}

/** Minimum share of lines that are not comments, if comments also occur among the records. */
const minRecordShare = 0.2
