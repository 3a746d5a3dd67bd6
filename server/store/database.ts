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
  }
  workflows: {
    id: string
    document: string
    created_at: Time
    updated_at: Time
    /** Set when deleted: the document stays, the routes no longer find it. */
    deleted_at: Time | null
  }
  runs: {
    id: string
    workflow_id: string
    workflow_name: string
    /** State of the fold over the run's events, kept beside them for lists. */
    status: string
    created_at: Time
    started_at: Time | null
    ended_at: Time | null
    /** What was asked for, as JSON: workflow, inputs, seed. A run that has no event yet can be begun from it. */
    request: string
  }
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
