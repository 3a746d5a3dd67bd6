import type { Schedule, ScheduleStart } from './api-types.ts'

/** A schedule of a server. @internal */
export type ServerSchedule = Schedule

/** A planned time of a schedule that has been reached. @internal */
export type ServerScheduleStart = ScheduleStart
