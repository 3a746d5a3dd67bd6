const maxLines = 400
const maxLineLength = 2000
const rulePattern = /^\s*[-=]{2,}(?: +[-=]{2,})+\s*$/
/**
 * A character position is part of a cell if more than this share of the lines has a character other than a space there.
 */
const maxFilledShare = 0.01

/**
 * Finds the start offsets of fixed-width columns, in characters from 0: below a ruled line under the column names, or
 * at positions where (nearly) all lines have a space. Returns `undefined` if there are no such columns, or fewer than
 * five lines without a ruled line: their spaces may be aligned by chance.
 */
export function findAlignedColumns(text: string): number[] | undefined {
  const lines = text
    .split('\n', maxLines)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
  if (lines.length < 3 || lines.some((line) => line.length > maxLineLength || line.includes('\t'))) return undefined
  return findColumnsByRule(lines) ?? findColumnsBySpaces(lines)
}

function findColumnsByRule(lines: readonly string[]): number[] | undefined {
  const rule = lines.slice(0, 80).find((line) => rulePattern.test(line))
  if (rule === undefined) return undefined
  const starts = [...rule.matchAll(/[-=]+/g)].map(({ index }) => index)
  starts[0] = 0
  return starts
}

function findColumnsBySpaces(lines: readonly string[]): number[] | undefined {
  // The first third may contain titles and column names.
  const body = lines.slice(Math.floor(lines.length / 3))
  if (body.length < 5) return undefined
  const width = body.reduce((max, line) => Math.max(max, line.length), 0)
  const maxFilled = Math.floor(maxFilledShare * body.length)
  const filled = countFilled(body, width)
  const fields: { from: number; to: number }[] = []
  for (let offset = 0; offset < width; offset++) {
    if ((filled[offset] as number) <= maxFilled) continue
    const current = fields.at(-1)
    if (current && current.to === offset) current.to = offset + 1
    else fields.push({ from: offset, to: offset + 1 })
  }
  if (fields.length < 2) return undefined
  const filledInAll = countFilled(lines, width)
  return fields.map((field, index) => {
    const previous = fields[index - 1]
    return previous ? findColumnStart(previous.to, field, body, filledInAll) : 0
  })
}

function countFilled(lines: readonly string[], width: number): number[] {
  const counts = Array.from({ length: width }, () => 0)
  for (const line of lines) {
    for (let offset = 0; offset < Math.min(width, line.length); offset++)
      if (line[offset] !== ' ') (counts[offset] as number)++
  }
  return counts
}

/**
 * Finds where the second of two columns starts: right after the first column if the cells of the second are
 * right-aligned, since longer cells extend to the left; otherwise, at those cells. Avoids cutting a name above the gap.
 */
function findColumnStart(
  from: number,
  field: { from: number; to: number },
  body: readonly string[],
  filledInAll: readonly number[],
): number {
  const isRightAligned = body.every((line) => line.length < field.to || line[field.to - 1] !== ' ')
  let best = field.from
  for (let offset = field.from - 1; offset >= from; offset--) {
    const [filledAtPosition, filledAtBest] = [
      filledInAll[offset] as number,
      filledInAll[best - (best === field.from ? 1 : 0)] as number,
    ]
    if (filledAtPosition < filledAtBest || (filledAtPosition === filledAtBest && isRightAligned)) best = offset
  }
  // The last space before a left-aligned cell belongs to the cell.
  return isRightAligned || best === field.from ? best : best + 1
}
