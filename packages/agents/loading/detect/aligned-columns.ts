const looked = 400
const longestLine = 2000
const ruled = /^\s*[-=]{2,}(?: +[-=]{2,})+\s*$/
/** A column of characters with more than this share of other characters than blanks is part of a cell. */
const mostFilled = 0.01

/**
 * Where the columns of a text begin that is aligned by blanks, in characters from 0: as the dashes under its names say, or
 * where (nearly) all of its lines have a blank. `undefined` where that makes no columns. A text of fewer than five lines
 * has blanks above each other by chance.
 */
export function alignedColumns(text: string): number[] | undefined {
  const lines = text
    .split('\n', looked)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
  if (lines.length < 3 || lines.some((line) => line.length > longestLine || line.includes('\t'))) return undefined
  return fromRule(lines) ?? fromBlanks(lines)
}

function fromRule(lines: readonly string[]): number[] | undefined {
  const rule = lines.slice(0, 80).find((line) => ruled.test(line))
  if (rule === undefined) return undefined
  const starts = [...rule.matchAll(/[-=]+/g)].map(({ index }) => index)
  starts[0] = 0
  return starts
}

function fromBlanks(lines: readonly string[]): number[] | undefined {
  // Titles and names stand above: the columns are those of the lines further down.
  const body = lines.slice(Math.floor(lines.length / 3))
  if (body.length < 5) return undefined
  const width = body.reduce((most, line) => Math.max(most, line.length), 0)
  const most = Math.floor(mostFilled * body.length)
  const filled = filledCounts(body, width)
  const fields: { from: number; to: number }[] = []
  for (let at = 0; at < width; at++) {
    if ((filled[at] as number) <= most) continue
    const open = fields.at(-1)
    if (open && open.to === at) open.to = at + 1
    else fields.push({ from: at, to: at + 1 })
  }
  if (fields.length < 2) return undefined
  const everywhere = filledCounts(lines, width)
  return fields.map((field, index) => {
    const before = fields[index - 1]
    return before ? boundary(before.to, field, body, everywhere) : 0
  })
}

function filledCounts(lines: readonly string[], width: number): number[] {
  const counts = Array.from({ length: width }, () => 0)
  for (const line of lines) {
    for (let at = 0; at < Math.min(width, line.length); at++) if (line[at] !== ' ') (counts[at] as number)++
  }
  return counts
}

/**
 * Where between two columns the second one begins: in front of as many blanks as there are where its cells end above each
 * other (they grow to the left), at its cells where they do not; never inside a name that stands over the gap.
 */
function boundary(
  from: number,
  field: { from: number; to: number },
  body: readonly string[],
  everywhere: readonly number[],
): number {
  const isRight = body.every((line) => line.length < field.to || line[field.to - 1] !== ' ')
  let best = field.from
  for (let at = field.from - 1; at >= from; at--) {
    const [here, there] = [everywhere[at] as number, everywhere[best - (best === field.from ? 1 : 0)] as number]
    if (here < there || (here === there && isRight)) best = at
  }
  // The last blank before a cell that begins in one place is the cell's, not the gap's.
  return isRight || best === field.from ? best : best + 1
}
