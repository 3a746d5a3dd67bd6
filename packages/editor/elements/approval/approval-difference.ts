import { sameJson, type Json } from '@aw-flow/schema'

/** The part of an approval's value that is needed to compare it with an edit. */
export interface ShownValue {
  value?: {
    kind: string
    json?: Json
    text?: string
    table?: unknown
    /** The first rows of a table. */
    sample?: readonly Readonly<Record<string, Json>>[]
  }
}

/** A changed cell or value. `before` is absent if the old value was not shown or does not exist. */
export interface ChangedPlace {
  /** A column, or the path of a value: "items.1.price"; empty for the complete value. */
  place: string
  /** The row of a cell, from 1. */
  row?: number
  before?: Json
  after?: Json
}

/** The changes of a user's edit: the edited cells of a table, or all changed parts of another value, up to a limit. */
export function approvalDifference({ value }: ShownValue, edited: unknown, max = 100): ChangedPlace[] {
  if (value?.table) return cells(value.sample ?? [], edited).slice(0, max)
  const places: ChangedPlace[] = []
  compare('', value?.kind === 'text' ? value.text : value?.json, edited as Json | undefined, places, max)
  return places
}

function cells(sample: readonly Readonly<Record<string, Json>>[], edited: unknown): ChangedPlace[] {
  return (Array.isArray(edited) ? edited : []).flatMap((cell: unknown): ChangedPlace[] => {
    if (!isRecord(cell) || typeof cell.row !== 'number' || typeof cell.column !== 'string') return []
    const before = sample[cell.row - 1]?.[cell.column]
    const after = cell.value as Json | undefined
    if (before !== undefined && sameJson(before, after)) return []
    return [
      {
        place: cell.column,
        row: cell.row,
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
      },
    ]
  })
}

function compare(
  place: string,
  before: Json | undefined,
  after: Json | undefined,
  places: ChangedPlace[],
  max: number,
) {
  if (places.length >= max || sameJson(before, after)) return
  if (isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after)) {
    const [was, is] = [before as Record<string, Json>, after as Record<string, Json>]
    for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
      compare(place === '' ? key : `${place}.${key}`, was[key], is[key], places, max)
    }
    return
  }
  places.push({ place, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) })
}

const isContainer = (value: Json | undefined): boolean => typeof value === 'object' && value !== null
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
