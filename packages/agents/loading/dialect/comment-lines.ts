/** Matches common comment markers. */
const commonMarkerPattern = /^(?:#(?=[\s#A-Za-z])|\/\/|%(?=[\s%]))/
/** Matches other comment markers, which count only if the first two lines start with the same one. */
const sharedMarkerPattern =
  /^(?:(#)[^\n]*\n\1|(%)[^\n]*\n\2|(!)[^\n]*\n\3|(;)[ ;\n][^\n]*\n\4[ ;\n]|(\*)[^\n]*\n\5|(\\)[^\n]*\n\6|(-- )[^\n]*\n\7)/

/**
 * Returns the comment marker with which the text starts (`#`, `//`, `%`, `!`, …), or `undefined` if it does not start
 * with a comment.
 */
export function findCommentMarker(indentedText: string): string | undefined {
  const text = indentedText.slice(indentedText.search(/[^ \t]|$/))
  const match = commonMarkerPattern.exec(text)?.[0]
  if (match !== undefined) return match
  const marker = sharedMarkerPattern
    .exec(text)
    ?.slice(1)
    .find((candidate) => candidate !== undefined)
  return marker === undefined || isWordList(text, marker) ? undefined : marker
}

/**
 * Returns whether the marked lines at the start are single words, such as the names in a list ("%pi", "%e"), and
 * therefore not comments.
 */
function isWordList(text: string, marker: string): boolean {
  const lines = text.slice(0, maxExaminedCharacters).split('\n').slice(0, -1)
  const end = lines.findIndex((line) => !line.startsWith(marker))
  const markedLines = end < 0 ? lines : lines.slice(0, end)
  return (
    markedLines.length >= minWords &&
    markedLines.every((line) => /^[\p{L}\d_]+$/u.test(line.slice(marker.length).trim()))
  )
}

const minWords = 3
const maxExaminedCharacters = 4096

/**
 * Removes comment lines if the text starts with a comment. Later lines with the same marker are also removed, unless
 * too few lines would remain.
 */
export function removeComments(text: string): string {
  const marker = findCommentMarker(text)
  if (marker === undefined) return text
  const lines = text.split('\n')
  const isComment = (line: string): boolean => line.trimStart().startsWith(marker)
  const remainingLines = lines.filter((line) => !isComment(line))
  const nonBlankCount = remainingLines.filter((line) => line.trim() !== '').length
  const commentCount = lines.length - remainingLines.length
  const hasOnlyLeadingComments = lines.slice(0, commentCount).every(isComment)
  const hasFewComments =
    nonBlankCount >= 2 && remainingLines.length >= 3 && remainingLines.length >= minRecordShare * lines.length
  return hasFewComments || (hasOnlyLeadingComments && commentCount >= 3 && nonBlankCount >= 1)
    ? remainingLines.join('\n')
    : text
}

/** Minimum share of lines that must remain if comments also occur among the records. */
const minRecordShare = 0.2
