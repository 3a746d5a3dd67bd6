import { expect, test } from 'vitest'
import { convertHtml } from './convert-html.ts'

const address = 'https://example.com/page'

test('converts a page to Markdown with absolute links, without its scripts', async () => {
  const html =
    '<title>Prices</title><main><h1>Prices</h1><p>See <a href="/all">all</a>.</p><script>run()</script></main>'
  const { title, content } = await convertHtml(html, address, new AbortController().signal)
  expect(title).toBe('Prices')
  expect(content).toContain('[all](https://example.com/all)')
  expect(content).not.toContain('run()')
})

test('stops a conversion at its time limit, and converts the next page', async () => {
  const { signal } = new AbortController()
  await expect(convertHtml('<div>'.repeat(400_000), address, signal, 300)).rejects.toThrow(/too complex to convert/)
  expect((await convertHtml('<p>Next page</p>', address, signal)).content).toContain('Next page')
})
