/** The start times of a schedule. @internal */
export interface ScheduleTiming {
  rule: ScheduleRule
  /** IANA time zone of cron expressions, calendar times and excluded dates. */
  timeZone: string
  /**
   * The first possible time, inclusive, in ms since the Unix epoch. Intervals are counted from it, or without it from
   * the Unix epoch.
   */
  start?: number
  /** The end of the schedule, exclusive, in ms since the Unix epoch. */
  end?: number
  /** Local dates without starts, such as holidays: `2026-12-25`. */
  excludedDates?: readonly string[]
}

/** The definition of planned times. @internal */
export type ScheduleRule =
  /** A cron expression of five fields, or of six with seconds first, including `L`, `W` and `#`. */
  | { kind: 'cron'; cron: string }
  /** A fixed interval, regardless of clock changes. */
  | { kind: 'interval'; everySeconds: number }
  /** Local times (`08:30` or `08:30:15`) on local dates (`2026-12-24`). */
  | { kind: 'calendar'; dates: readonly string[]; times: readonly string[] }
