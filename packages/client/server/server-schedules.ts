import type { Schedule, ScheduleStart } from './api-types.ts'

/** A schedule on a server. @internal */
export type ServerSchedule = Schedule

/** A scheduled start, recorded when its planned time was reached. @internal */
export type ServerScheduleStart = ScheduleStart
