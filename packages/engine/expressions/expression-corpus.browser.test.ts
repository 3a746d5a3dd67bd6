import { expect } from '@open-wc/testing'
import { selectExpressionCases } from './test-expressions-suite.ts'

interface WorkerResult {
  title?: string
  failure?: string
  done?: true
}

describe('expressions in a worker of the page', () => {
  it('return the values of the corpus, and do not escape in 200 attempts', async function () {
    this.timeout(240_000)
    const worker = new Worker(new URL('./test-expression-worker.ts', import.meta.url), { type: 'module' })
    const failures: string[] = []
    let cases = 0
    await new Promise<void>((resolve, reject) => {
      worker.addEventListener('error', ({ message }) => reject(new Error(message || 'The worker could not be loaded.')))
      worker.addEventListener('message', ({ data }: MessageEvent<WorkerResult>) => {
        if (data.done) resolve()
        else cases++
        if (data.failure !== undefined) failures.push(`${data.title}: ${data.failure}`)
      })
    })
    worker.terminate()
    expect(failures).to.deep.equal([])
    expect(cases).to.equal(selectExpressionCases().length)
  })
})
