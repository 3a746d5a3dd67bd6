import { error, type Problem } from '@aw-flow/schema'

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
  let url: URL
  try {
    url = new URL(address, location.href)
  } catch {
    return { problem: error('fetch.address', `“${address}” is no address.`, { hint: 'Begin it with https://.' }) }
  }
  try {
    const answer = await fetch(url, { credentials: 'omit', redirect: 'error' })
    if (!answer.ok) {
      const hint = 'Look whether it opens in a tab of its own.'
      return { problem: error('fetch.refused', `${url.host} answered ${answer.status} for this file.`, { hint }) }
    }
    const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? '') || url.host
    return new File([await answer.blob()], name)
  } catch {
    return {
      problem: error('fetch.failed', `The file could not be fetched from ${url.host}.`, {
        hint: 'Pages may only fetch what the other side allows them to. Download it, then drop it here.',
      }),
    }
  }
}
