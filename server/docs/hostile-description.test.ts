import { describe, expect, it } from 'vitest'
import { viewerPolicy, redoc, swaggerUi } from './api-viewers.ts'
import { renderDocsPage, type ApiDescription } from './docs-page.ts'

/** Texts that become markup, attributes or scripts if they are not escaped. */
const hostileTexts = [
  '<script>alert(1)</script>',
  '</pre><img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  '" onmouseover="alert(1)',
  '</title><script src=//evil.example></script>',
  '<!--<script>',
  ']]><script>alert(1)</script>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  'javascript:alert(1)',
  '\u2028<iframe srcdoc="&lt;script&gt;">',
  '<base href="//evil.example/">',
  '<style>@import "//evil.example"</style>',
]

/** A description of an API in which every text is the same. */
const describeApi = (text: string): ApiDescription => ({
  info: { title: text, version: text, description: text },
  paths: {
    [`/${text}`]: {
      [text]: {
        tags: [text],
        summary: text,
        parameters: [{ name: text, in: text, required: true, description: text, schema: { enum: [text] } }],
        requestBody: {
          content: { [text]: { schema: { $ref: `#/components/schemas/${text}` }, example: { [text]: text } } },
        },
        responses: { 200: { description: text, content: { [text]: { schema: { type: text, example: text } } } } },
      },
    },
  },
  components: { schemas: { [text]: { type: text, description: text, properties: { [text]: { default: text } } } } },
})

describe('the page of the API', () => {
  const tagsOf = (html: string): string[] =>
    [...html.matchAll(/<(?=[a-z!/])([^>]*)>/gi)].map(([, tag]) => tag!.replaceAll(/"[^"]*"/g, '""').toLowerCase())
  const harmless = new Set(tagsOf(renderDocsPage(describeApi('plain'))))

  it.each(hostileTexts)('contains %s as text only', (text) => {
    const html = renderDocsPage(describeApi(text))
    expect(tagsOf(html).filter((tag) => !harmless.has(tag))).toEqual([])
    expect(html).not.toMatch(/href="(?:javascript:|\/\/)/)
  })

  it('has its style and description also in a folder', () => {
    const urls = (root: string) =>
      [...renderDocsPage(describeApi('plain'), root).matchAll(/href="([^"#]+)"/g)].map(
        ([, url]) => new URL(url!, `http://localhost/${root === '' ? 'docs' : 'docs/plain'}`).pathname,
      )
    expect(urls('../')).toEqual(['/docs/style.css', '/openapi.json'])
    expect(urls('')).toEqual(urls('../'))
  })

  it.each([
    ['Swagger UI', swaggerUi],
    ['Redoc', redoc],
  ])('with %s has no inline script, and a policy without one', (_name, { html, startScript: [, script] }) => {
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>|\son\w+=|javascript:/i)
    expect([...html.matchAll(/src="([^"]*)"/g)].every(([, url]) => /^docs\/[\w.-]+\.js$/.test(url!))).toBe(true)
    expect(script).not.toMatch(/https?:/)
    expect(viewerPolicy).toMatch(/script-src 'self'(?:;|$)/)
    expect(viewerPolicy).not.toMatch(/script-src[^;]*unsafe|connect-src[^;]*\*/)
  })
})
