import { initialState, Task, TaskStatus, type TaskConfig } from '@lit/task'
import type { ReactiveControllerHost } from 'lit'

/** A task that is aborted when its element is removed, and starts again when the element is inserted elsewhere. */
export class ConnectedTask<Args extends readonly unknown[], Value> extends Task<Args, Value> {
  #isInterrupted = false

  constructor(host: ReactiveControllerHost, config: TaskConfig<Args, Value>) {
    super(host, {
      ...config,
      task: async (args, options) => {
        try {
          return await config.task(args, options)
        } catch (cause) {
          if (options.signal.aborted) return initialState
          throw cause
        }
      },
    })
  }

  hostConnected(): void {
    if (this.#isInterrupted) void this.run()
    this.#isInterrupted = false
  }

  hostDisconnected(): void {
    this.#isInterrupted = this.status === TaskStatus.PENDING
    this.abort()
  }
}
