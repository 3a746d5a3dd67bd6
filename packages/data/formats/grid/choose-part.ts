import { namesOf } from '../names-of.ts'
import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error, type Part } from '@aw-flow/schema'

/** A part with how much it holds, in any unit that all parts of its file share. */
export interface SizedPart extends Part {
  amount: number
}

/**
 * The part to read: the one that is asked for by name, and otherwise the first visible one that is not much smaller
 * than the largest: sheets of contents and notes stand beside the table, sheets of years or places after the first.
 *
 * @param kind What a part is called: "sheet", "table".
 * @param share The first that is at least so much of the largest one is taken; 1 for the largest itself.
 */
export function choosePart<P extends SizedPart>(
  file: Pick<SourceFile, 'name'>,
  parts: readonly P[],
  asked: string | undefined,
  kind: 'sheet' | 'table' | 'element',
  share = 1 / 3,
): P {
  if (asked !== undefined) {
    const found =
      parts.find(({ name }) => name === asked) ??
      parts.find(({ name }) => name.trim().toLowerCase() === asked.trim().toLowerCase())
    if (found) return found
    throw new TablesError(
      error(
        'load.no-part',
        { file: file.name, kind, part: asked, parts: namesOf(parts) },
        { where: { file: file.name } },
      ),
    )
  }
  const visible = parts.filter(({ hidden }) => hidden !== true)
  const open = visible.some(({ amount }) => amount > 0) ? visible : parts
  const most = open.reduce((largest, { amount }) => Math.max(largest, amount), 0)
  const chosen = open.find(({ amount }) => amount >= most * share)
  if (chosen) return chosen
  throw new TablesError(error('load.no-part.none', { file: file.name, kind }, { where: { file: file.name } }))
}
