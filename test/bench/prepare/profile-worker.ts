import { openDuckDb } from '@aw-flow/data/browser'
import { openProfiled, type ProfiledTable, type ProfileTask } from './profile-tables.ts'

export type ProfileRequest = { wasmUrl: string } | { task: ProfileTask; table: ProfiledTable }
export type ProfileResponse = { ms: number; found: number } | { failure: string }

let run: Awaited<ReturnType<typeof openProfiled>> | undefined

async function perform(request: ProfileRequest): Promise<{ ms: number; found: number }> {
  if ('task' in request) return run!(request.task, request.table)
  run = await openProfiled(await openDuckDb(request))
  return { ms: 0, found: 0 }
}

addEventListener('message', ({ data, ports: [port] }: MessageEvent<ProfileRequest>) => {
  perform(data).then(
    (response: ProfileResponse) => port!.postMessage(response, []),
    (cause: unknown) => port!.postMessage({ failure: String(cause) } satisfies ProfileResponse, []),
  )
})
