import type { InputSample } from '@aw-flow/client'

const storageKey = 'aw-input-samples'
/** Maximum number of workflows whose samples are stored. */
const maxWorkflows = 30

type Entry = readonly [workflow: string, samples: readonly InputSample[]]

/** Reads the samples that this browser has stored for a workflow. */
export function readStoredSamples(workflowId: string): readonly InputSample[] {
  return (
    readEntries()
      .find(([id]) => id === workflowId)?.[1]
      .filter(isSample) ?? []
  )
}

/** Stores a workflow's samples in this browser. If storage is blocked, they last until the page is closed. */
export function storeSamples(workflowId: string, samples: readonly InputSample[]): void {
  const others = readEntries().filter(([id]) => id !== workflowId)
  const entries: Entry[] = samples.length === 0 ? others : [...others, [workflowId, samples]]
  try {
    localStorage.setItem(storageKey, JSON.stringify(entries.slice(-maxWorkflows)))
  } catch {
    // Storage is full or blocked.
  }
}

function readEntries(): Entry[] {
  try {
    const entries: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]')
    return Array.isArray(entries) ? entries.filter(isEntry) : []
  } catch {
    return []
  }
}

const isEntry = (entry: unknown): entry is Entry =>
  Array.isArray(entry) && typeof entry[0] === 'string' && Array.isArray(entry[1])

/** Returns whether a stored value is a valid sample. Another app version may have stored it. */
function isSample(value: unknown): value is InputSample {
  const { path, port, kind, dataset, text } = (value ?? {}) as Partial<Record<string, unknown>>
  const isPath = Array.isArray(path) && path.every((id) => typeof id === 'string')
  if (!isPath || typeof port !== 'string') return false
  return kind === 'dataset'
    ? typeof dataset === 'string'
    : (kind === 'rows' || kind === 'text' || kind === 'json') && typeof text === 'string'
}
