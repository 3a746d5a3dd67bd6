const maxLines = 400
const maxLineLength = 2000
const singleRulePattern = /^\s*[-=_]{3,}$/
const rulerPattern = /^\s*[-=]{2,}(?: +[-=]{2,})+\s*$/
/** Maximum share of lines that have a character other than a space at a position between columns. */
const maxFilledShare = 0.01

/**
 * Finds the offsets at which fixed-width columns start, in characters, beginning at 0. They are determined from a ruled
 * line below the header or, if there is none, from positions at which almost all lines have a space. Returns
 * `undefined` if there are no such columns. Without a ruled line, at least five lines below the first third of the text
 * are required, because spaces may be aligned by chance.
 */
export function findAlignedColumns(text: string): number[] | undefined {
  const lines = text
    .split('\n', maxLines)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !singleRulePattern.test(line))
  if (lines.length < 3 || lines.some((line) => line.length > maxLineLength || line.includes('\t'))) return undefined
  return findColumnsByRule(lines) ?? findColumnsBySpaces(lines)
}

/** Returns whether a line is a ruled line with one segment per column (`---- ------`). */
export const isColumnRule = (line: string): boolean => rulerPattern.test(line)

function findColumnsByRule(lines: readonly string[]): number[] | undefined {
  const rule = lines.slice(0, 80).find(isColumnRule)
  if (rule === undefined) return undefined
  const starts = [...rule.matchAll(/[-=]+/g)].map(({ index }) => index)
  starts[0] = 0
  return starts
}

function findColumnsBySpaces(lines: readonly string[]): number[] | undefined {
  // The first third is skipped, because it may contain titles and column names.
  const body = lines.slice(Math.floor(lines.length / 3))
  if (body.length < 5) return undefined
  const width = body.reduce((max, line) => Math.max(max, line.length), 0)
  const maxFilledLines = Math.floor(maxFilledShare * body.length)
  const filledCounts = countFilledLines(body, width)
  const fields: { from: number; to: number }[] = []
  for (let offset = 0; offset < width; offset++) {
    if ((filledCounts[offset] as number) <= maxFilledLines) continue
    const current = fields.at(-1)
    if (current && current.to === offset) current.to = offset + 1
    else fields.push({ from: offset, to: offset + 1 })
  }
  if (fields.length < 2) return undefined
  const allFilledCounts = countFilledLines(lines, width)
  return fields.map((field, index) => {
    const previous = fields[index - 1]
    return previous ? findColumnStart(previous.to, field, body, allFilledCounts) : 0
  })
}

function countFilledLines(lines: readonly string[], width: number): number[] {
  const counts = Array.from({ length: width }, () => 0)
  for (const line of lines) {
    for (let offset = 0; offset < Math.min(width, line.length); offset++)
      if (line[offset] !== ' ') (counts[offset] as number)++
  }
  return counts
}

/**
 * Finds the offset at which the second of two columns starts. If its cells are right-aligned, it starts directly after
 * the first column, because longer cells would extend to the left. Otherwise, it starts where its cells start. Header
 * cells above the gap are not split, if possible.
 */
function findColumnStart(
  from: number,
  field: { from: number; to: number },
  body: readonly string[],
  allFilledCounts: readonly number[],
): number {
  const isRightAligned = body.every((line) => line.length < field.to || line[field.to - 1] !== ' ')
  let bestStart = field.from
  for (let offset = field.from - 1; offset >= from; offset--) {
    const [filledAtPosition, filledAtBest] = [
      allFilledCounts[offset] as number,
      allFilledCounts[bestStart - (bestStart === field.from ? 1 : 0)] as number,
    ]
    if (filledAtPosition < filledAtBest || (filledAtPosition === filledAtBest && isRightAligned)) bestStart = offset
  }
  // If cells are left-aligned, the column starts after the selected position.
  return isRightAligned || bestStart === field.from ? bestStart : bestStart + 1
}
