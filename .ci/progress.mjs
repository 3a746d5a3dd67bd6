const barWidth = 24

/**
 * Shows tasks on standard error: a bar with the running tasks and the time left on a terminal, otherwise a line per task.
 *
 * @param {(readonly [name: string, seconds: number])[]} tasks - All tasks with their usual durations.
 */
export function createProgress(tasks) {
  const isTerminal = process.stderr.isTTY === true
  const usual = new Map(tasks)
  const finished = new Set()
  /** Start times of the running tasks, in ms. */
  const running = new Map()
  /** How much longer than usual the finished tasks took. */
  let slowness = 1
  let timer

  const leftOf = (name) => {
    if (finished.has(name)) return 0
    const total = usual.get(name) * slowness
    const elapsed = running.has(name) ? (Date.now() - running.get(name)) / 1000 : 0
    // A task that takes longer than usual is never shown as complete.
    return Math.max(total - elapsed, total / 20)
  }
  const draw = () => {
    const names = [...usual.keys()]
    const left = names.reduce((sum, name) => sum + leftOf(name), 0)
    const total = names.reduce((sum, name) => sum + usual.get(name) * slowness, 0)
    const filled = Math.floor(barWidth * (1 - left / total))
    const seconds = Math.ceil(left / Math.max(1, Math.min(running.size, 2)))
    const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled)
    const line = `${bar} ${[...running.keys()].join(', ')}: about ${seconds} s left`
    process.stderr.write(`\r\x1b[2K${line.slice(0, (process.stderr.columns || 80) - 1)}`)
  }
  const clear = () => {
    if (timer !== undefined) process.stderr.write('\r\x1b[2K')
  }
  return {
    /** Starts a task. Its `finish` must be called when it has succeeded. */
    start(name) {
      const startTime = Date.now()
      running.set(name, startTime)
      if (isTerminal) {
        timer ??= setInterval(draw, 250)
        draw()
      } else console.error(`${name} (about ${usual.get(name)} s) …`)
      return {
        finish() {
          running.delete(name)
          finished.add(name)
          slowness = Math.min(10, Math.max(0.2, (Date.now() - startTime) / 1000 / usual.get(name)))
        },
      }
    },
    /** Prints output of a task. */
    print(text) {
      clear()
      process.stderr.write(text)
    },
    end() {
      clear()
      clearInterval(timer)
      timer = undefined
    },
  }
}
