import type { ColumnType } from 'kysely'

type Time = ColumnType<Date, Date, Date>

/**
 * The tables of the database. Documents, events and reports are JSON in text columns: PostgreSQL's own JSON types refuse
 * texts (NUL, lone surrogates) that JSON allows. Sizes come back as number or text, by the driver.
 */
export interface Database {
  datasets: {
    /** SHA-256 of the bytes, which lie in the data folder under this name. */
    id: string
    name: string
    size: ColumnType<number | string, number, never>
    created_at: Time
    /** The report of the load that looked at the whole of it, as JSON; null until somebody asked. */
    load_report: string | null
    /** Set when deleted: the bytes stay until they are purged. */
    deleted_at: Time | null
  }
  workflows: {
    id: string
    document: string
    /** Of the document, for lists: see `workflowColumns`. */
    name: string
    description: string | null
    status: string
    tags: string[]
    hash: string
    /** Counts every change, of the status too. */
    revision: number
    /** The version that says the same as the document, and the one that was published last. */
    version: number | null
    published_version: number | null
    created_at: Time
    updated_at: Time
    /** Set when deleted: the document stays, the routes no longer find it. */
    deleted_at: Time | null
  }
  workflow_versions: {
    workflow_id: string
    /** 1, 2, … */
    number: number
    document: string
    hash: string
    /** What made it: `saved`, `named`, `published`, `run`, `restored`. */
    made_by: string
    label: string | null
    created_at: Time
  }
  runs: {
    id: string
    workflow_id: string
    workflow_name: string
    workflow_version: number | null
    /** State of the fold over the run's events, kept beside them for lists. */
    status: string
    created_at: Time
    started_at: Time | null
    ended_at: Time | null
    /** What was asked for, as JSON: workflow, inputs, seed. A run that has no event yet can be begun from it. */
    request: string
    /** Higher ones first. */
    priority: number
    /** Counts who took it up: what is written under an earlier one is refused. */
    lease: number
    /** Who is at work on it, and when it was last heard of; none while it is queued, waits or has ended. */
    worker: string | null
    beat_at: Time | null
    cancel_requested_at: Time | null
    /** When a waiting run goes on of itself. */
    wakes_at: Time | null
    /** Why it cannot go on, as JSON; its record stays as it is. */
    problem: string | null
    /** The run that it repeats from the last good step on. */
    retry_of: string | null
    deleted_at: Time | null
  }
  /** What is asked of a run while it is at work or waits: decisions, migrations, events. */
  run_controls: {
    id: string
    run_id: string
    body: string
    created_at: Time
    /** `null` as JSON, or a problem; null until it is answered. */
    answer: string | null
  }
  /** What was answered under a key that a caller chose, so that a request sent twice is done once. */
  idempotency_keys: {
    caller: string
    key: string
    /** A hash of method, address and body. */
    request: string
    /** Null while it is being done. */
    status: number | null
    body: string | null
    /** Of the answer that are given again with it, as JSON; null of one that has none. */
    headers: string | null
    created_at: Time
  }
  /** Workflows that whoever has the link may read. */
  shared_workflows: { workflow_id: string; token: string; created_at: Time }
  /** Templates that somebody has published here, beside those that come with the server. */
  templates: { id: string; name: string; description: string | null; document: string; created_at: Time }
  /** Facts about the whole store, by name. */
  facts: { name: string; value: string }
  run_events: {
    run_id: string
    seq: number
    body: string
  }
  secrets: {
    name: string
    /** The value, encrypted; bound to name and hosts. */
    sealed: string
    /** A list, as JSON. */
    hosts: string
    created_at: Time
    updated_at: Time
  }
  run_tables: {
    run_id: string
    node: string
    port: string
    /** 0, 1, …; the last one is the result. */
    position: number
    /** The reference, as JSON: columns and rows. */
    table_ref: string
    /** The CSV's name in the run's folder. */
    file: string
    bytes: ColumnType<number | string, number, never>
  }
}
