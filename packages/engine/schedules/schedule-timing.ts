/** Defines when a schedule starts runs. @internal */
export interface ScheduleTiming {
  rule: ScheduleRule
  /** The IANA time zone for cron expressions, calendar times and excluded dates. */
  timeZone: string
  /**
   * The first possible time (inclusive), in milliseconds since the Unix epoch. Intervals are counted from it, or from
   * the Unix epoch if it is absent.
   */
  start?: number
  /** The end of the schedule (exclusive), in milliseconds since the Unix epoch. */
  end?: number
  /** Local dates on which no runs start, such as the holiday `2026-12-25`. */
  excludedDates?: readonly string[]
}

/** The rule that determines the planned times. @internal */
export type ScheduleRule =
  /**
   * A cron expression with five fields, or with six fields, the first of which is seconds. Supports `L`, `W` and `#`.
   */
  | { kind: 'cron'; cron: string }
  /** A fixed interval, which clock changes do not affect. */
  | { kind: 'interval'; everySeconds: number }
  /** Local times (`08:30` or `08:30:15`) on local dates (`2026-12-24`). */
  | { kind: 'calendar'; dates: readonly string[]; times: readonly string[] }
