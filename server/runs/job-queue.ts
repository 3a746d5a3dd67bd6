import { PgBoss } from 'pg-boss'
import { alone } from '../store/migrate.ts'
import type { OpenedDatabase } from '../store/open-database.ts'

/** A run that is to be taken up. */
export interface RunJob {
  id: string
  workflowId: string
  priority: number
}

/** A job that this process has taken: it is to be told as done, or kept alive. */
export interface TakenJob {
  job: string
  run: string
}

/**
 * The order in which runs are taken up, over pg-boss: by priority, then in the order in which they came, no more than so
 * many of a workflow at a time. A job says no more than that a run should be looked at; what is true is the run's row, so
 * jobs may be lost or made twice.
 */
export interface JobQueue {
  /** Whether there may be only so many runs at a time: then none is taken up but by a job. */
  readonly isLimited: boolean
  /** A run that is in the queue already, or being worked on, is not put there twice. */
  add(jobs: readonly RunJob[]): Promise<void>
  take(most: number): Promise<TakenJob[]>
  done(jobs: readonly string[]): Promise<void>
  /** Says that these are still worked on. */
  beat(jobs: readonly string[]): Promise<void>
  /** Forgets all jobs: of a store that one process has, which begins anew. */
  reset(): Promise<void>
  close(): Promise<void>
}

export interface JobQueueOptions {
  /** Runs of one workflow at a time, everywhere together; 0: as many as there are workers for. */
  perWorkflow: number
  /** Runs at a time, everywhere together; 0: as many as there are workers for. */
  inAll?: number
  onFault(cause: unknown): void
}

const queue = 'runs'
/** Of the lock under which jobs are taken while they are counted. */
const takingLock = '6022140762'
const schema = 'aw_queue'

export async function openJobQueue(
  opened: OpenedDatabase,
  { perWorkflow, inAll = 0, onFault }: JobQueueOptions,
): Promise<JobQueue> {
  const isLimited = perWorkflow > 0 || inAll > 0
  const isShared = opened.kind === 'postgres'
  const boss = new PgBoss({
    db: { executeSql: async (text, values) => ({ rows: await opened.execute(text, values) }) },
    backend: opened.kind,
    schema,
    schedule: false,
    // Jobs of a worker that is gone come back by it; where there is one process, none can be left behind.
    superviseIntervalSeconds: isShared ? 4 : 60,
    monitorIntervalSeconds: isShared ? 4 : 60,
    maintenanceIntervalSeconds: 60,
    monitorVacuum: false,
  })
  boss.on('error', onFault)
  // Several servers may begin at once on an empty database.
  await alone(opened, async () => {
    await boss.start()
    await boss.createQueue(queue, {
      policy: 'exclusive',
      heartbeatSeconds: 10,
      expireInSeconds: 23 * 3600,
      retryLimit: 1000,
      retryDelay: 0,
      deleteAfterSeconds: 60,
      retentionSeconds: 30 * 24 * 3600,
    })
  })
  const takeSome = async (most: number): Promise<TakenJob[]> => {
    const limit = perWorkflow > 0 ? { groupConcurrency: perWorkflow } : {}
    const jobs = await boss.fetch<{ run: string }>(queue, { batchSize: most, ...limit })
    return jobs.map(({ id, data }) => ({ job: id, run: data.run }))
  }
  /** How many more may be taken. The figures that pg-boss itself tells are up to a minute old. */
  const room = async (): Promise<number> => {
    if (inAll === 0) return Infinity
    const taken = await opened.execute(
      `select count(*)::int as count from ${schema}.job where name = $1 and state = 'active'`,
      [queue],
    )
    return inAll - Number(taken[0]!.count)
  }
  return {
    isLimited,
    async add(jobs) {
      if (jobs.length === 0) return
      await boss.insert(
        queue,
        jobs.map(({ id, workflowId, priority }) => ({
          singletonKey: id,
          priority,
          data: { run: id },
          group: { id: workflowId },
        })),
        { returnId: false },
      )
    },
    async take(most) {
      if (!isLimited) return takeSome(most)
      const takeCounted = async (): Promise<TakenJob[]> => {
        const some = Math.min(most, await room())
        return some > 0 ? takeSome(some) : []
      }
      // Two that count at the same time would each find room for one more.
      return alone(opened, takeCounted, takingLock)
    },
    async done(jobs) {
      if (jobs.length > 0) await boss.complete(queue, [...jobs])
    },
    async beat(jobs) {
      if (jobs.length > 0) await boss.touch(queue, [...jobs])
    },
    reset: () => boss.deleteAllJobs(queue),
    close: () => boss.stop({ graceful: false, close: false }),
  }
}
