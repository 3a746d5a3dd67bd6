import type { Problem } from '@aw-flow/schema'
import { say } from '../language/speak.ts'
import { studioProblem } from '../language/studio-problem.ts'
import { watchRefusals } from '../shell/page-reach.ts'

/** The files of a paste, or its text as a file: a table copied from a spreadsheet is a text with tabs. */
export function pastedFiles(data: DataTransfer | null): File[] {
  const files = [...(data?.files ?? [])]
  if (files.length > 0) return files
  const text = data?.getData('text/plain') ?? ''
  if (text.trim() === '' || !/[\n\t,;|{[]/.test(text)) return []
  const ending = /^\s*[[{]/.test(text) ? 'json' : text.includes('\t') ? 'tsv' : 'csv'
  return [new File([text], `pasted.${ending}`, { type: 'text/plain' })]
}

/** A file from the web, fetched by this page: only what its policy and the other side allow. */
export async function fetchFile(address: string): Promise<File | { problem: Problem }> {
  const words = say().fetching
  let url: URL
  try {
    url = new URL(address, location.href)
  } catch {
    return { problem: studioProblem('fetch.address', words.noAddress(address), { hint: words.noAddressHint }) }
  }
  if (!/^https?:$/.test(url.protocol)) {
    return { problem: studioProblem('fetch.address', words.noAddress(address), { hint: words.noAddressHint }) }
  }
  const refusals = watchRefusals()
  try {
    const answer = await fetch(url, { credentials: 'omit', redirect: 'error' })
    if (!answer.ok) {
      const hint = words.refusedHint
      return { problem: studioProblem('fetch.refused', words.refused(url.host, answer.status), { hint }) }
    }
    const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? '') || url.host
    return new File([await answer.blob()], name)
  } catch {
    return (await refusals.has(url.href))
      ? {
          problem: studioProblem('fetch.not-allowed', words.notAllowed(url.host), {
            hint: words.notAllowedHint(url.origin),
          }),
        }
      : { problem: studioProblem('fetch.failed', words.failed(url.host), { hint: words.failedHint }) }
  } finally {
    refusals.end()
  }
}
