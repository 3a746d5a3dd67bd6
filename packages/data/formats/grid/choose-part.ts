import { namesOf } from '../names-of.ts'
import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error, type Part } from '@aw-flow/schema'

/** A part with its amount of data, in any unit shared by the parts of its file. */
export interface SizedPart extends Part {
  amount: number
}

/**
 * Chooses the part to read: the requested one, or the first visible one that is not much smaller than the largest.
 * Notes and tables of contents precede the main table; sheets of other years or places follow it.
 *
 * @param kind What a part is called: "sheet", "table".
 * @param share The first part with at least this share of the largest one is chosen; 1 for the largest one.
 */
export function choosePart<P extends SizedPart>(
  file: Pick<SourceFile, 'name'>,
  parts: readonly P[],
  requested: string | undefined,
  kind: 'sheet' | 'table' | 'element',
  share = 1 / 3,
): P {
  if (requested !== undefined) {
    const found =
      parts.find(({ name }) => name === requested) ??
      parts.find(({ name }) => name.trim().toLowerCase() === requested.trim().toLowerCase())
    if (found) return found
    throw new TablesError(
      error(
        'load.no-part',
        { file: file.name, kind, part: requested, parts: namesOf(parts) },
        { where: { file: file.name } },
      ),
    )
  }
  const visible = parts.filter(({ hidden }) => hidden !== true)
  const candidates = visible.some(({ amount }) => amount > 0) ? visible : parts
  const maxAmount = candidates.reduce((largest, { amount }) => Math.max(largest, amount), 0)
  const chosen = candidates.find(({ amount }) => amount >= maxAmount * share)
  if (chosen) return chosen
  throw new TablesError(error('load.no-part.none', { file: file.name, kind }, { where: { file: file.name } }))
}
