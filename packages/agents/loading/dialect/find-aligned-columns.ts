const maxLines = 400
const maxLineLength = 2000
const horizontalRulePattern = /^\s*[-=_]{3,}$/
const separatorPattern = /^\s*[-=]{2,}(?: +[-=]{2,})+\s*$/
/** Maximum share of lines that have a character other than a space at an offset between columns. */
const maxNonSpaceShare = 0.01

/**
 * Finds the zero-based character offsets at which fixed-width columns start. They are determined by a separator line
 * below the header or, without one, by the offsets at which almost all lines have a space. Because spaces may be aligned
 * by chance, text without names and with fewer than five lines below its first third must have two spaces between all
 * cells, and a cell in every column. Returns `undefined` if there are no fixed-width columns.
 */
export function findAlignedColumns(text: string): number[] | undefined {
  const lines = text
    .split('\n', maxLines)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !horizontalRulePattern.test(line))
  if (lines.length < 3 || lines.some((line) => line.length > maxLineLength || line.includes('\t'))) return undefined
  return findColumnsBySeparator(lines) ?? findColumnsBySpaces(lines)
}

/** Returns whether a line is a separator line with one segment per column (`---- ------`). */
export const isSeparatorLine = (line: string): boolean => separatorPattern.test(line)

function findColumnsBySeparator(lines: readonly string[]): number[] | undefined {
  const separatorLine = lines.slice(0, 80).find(isSeparatorLine)
  if (separatorLine === undefined) return undefined
  const starts = [...separatorLine.matchAll(/[-=]+/g)].map(({ index }) => index)
  starts[0] = 0
  return starts
}

/** A range of offsets at which the lines have characters other than spaces; `end` is exclusive. */
interface Field {
  start: number
  end: number
}

function findColumnsBySpaces(lines: readonly string[]): number[] | undefined {
  // The first third is skipped, because it may contain titles and column names.
  const isShort = lines.length - Math.floor(lines.length / 3) < 5
  const body = isShort ? lines : lines.slice(Math.floor(lines.length / 3))
  const maxLength = body.reduce((max, line) => Math.max(max, line.length), 0)
  const maxNonSpaceLines = Math.floor(maxNonSpaceShare * body.length)
  const nonSpaceCounts = countNonSpaces(body, maxLength)
  const runs: Field[] = []
  for (let offset = 0; offset < maxLength; offset++) {
    if ((nonSpaceCounts[offset] as number) <= maxNonSpaceLines) continue
    const currentField = runs.at(-1)
    if (currentField && currentField.end === offset) currentField.end = offset + 1
    else runs.push({ start: offset, end: offset + 1 })
  }
  const names = findNames(lines[0] as string, runs)
  const fields = joinFields(runs, names, isShort)
  if (fields.length < 2) return undefined
  const isEmpty = ({ start, end }: Field): boolean => body.some((line) => line.slice(start, end).trim() === '')
  if (isShort && fields.some((field) => isEmpty(field) && !(names && isNamed(field, names)))) return undefined
  const allNonSpaceCounts = countNonSpaces(lines, maxLength)
  return fields.map((field, index) => {
    const previousField = fields[index - 1]
    return previousField ? findColumnStart(previousField.end, field, body, allNonSpaceCounts) : 0
  })
}

/** Returns the words of the first line, if it is as wide as the text and names the columns. */
function findNames(firstLine: string, runs: readonly Field[]): Field[] | undefined {
  if (firstLine.length <= (runs.at(-1)?.start ?? 0) || /\d/.test(firstLine)) return undefined
  return [...firstLine.matchAll(/\S+/g)].map(({ 0: word, index }) => ({ start: index, end: index + word.length }))
}

const isNamed = (field: Field, names: readonly Field[]): boolean =>
  names.some(({ start, end }) => start < field.end && end > field.start)

/**
 * Joins fields that are separated by a single space if no name is above the second one, or between it and the next one.
 * Without names, such fields are joined if the text is short.
 */
function joinFields(runs: readonly Field[], names: readonly Field[] | undefined, isShort: boolean): Field[] {
  const fields: Field[] = []
  runs.forEach((run, index) => {
    const previous = fields.at(-1)
    const next = runs[index + 1]
    const isOfNext = (name: Field): boolean => next !== undefined && name.end > next.start && !isNamed(run, [name])
    const extent = { start: previous?.end ?? 0, end: next?.start ?? Infinity }
    const isJoined = names
      ? !isNamed(
          extent,
          names.filter((name) => !isOfNext(name)),
        )
      : isShort
    if (previous && run.start - previous.end === 1 && isJoined) previous.end = run.end
    else fields.push({ ...run })
  })
  return fields
}

/** Counts, for each offset, the lines that have a character other than a space there. */
function countNonSpaces(lines: readonly string[], maxLength: number): number[] {
  const counts = Array.from({ length: maxLength }, () => 0)
  for (const line of lines) {
    for (let offset = 0; offset < Math.min(maxLength, line.length); offset++)
      if (line[offset] !== ' ') (counts[offset] as number)++
  }
  return counts
}

/**
 * Finds the offset at which a column starts. A column with right-aligned cells starts directly after the previous
 * column, because longer cells would extend to the left. Any other column starts where its cells start. If possible,
 * header cells above the gap between the columns are not split.
 */
function findColumnStart(
  previousEnd: number,
  field: Field,
  body: readonly string[],
  allNonSpaceCounts: readonly number[],
): number {
  const isRightAligned = body.every((line) => line.length < field.end || line[field.end - 1] !== ' ')
  let bestStart = field.start
  for (let offset = field.start - 1; offset >= previousEnd; offset--) {
    const [countAtOffset, countAtBest] = [
      allNonSpaceCounts[offset] as number,
      allNonSpaceCounts[bestStart - (bestStart === field.start ? 1 : 0)] as number,
    ]
    if (countAtOffset < countAtBest || (countAtOffset === countAtBest && isRightAligned)) bestStart = offset
  }
  // If cells are left-aligned, the column starts after the selected offset.
  return isRightAligned || bestStart === field.start ? bestStart : bestStart + 1
}
