// Plain JavaScript: a worker thread of Node 20 does not run TypeScript, and tests must run without a build.
import TurndownService from 'turndown'
import { parentPort, workerData } from 'node:worker_threads'

/**
 * Converts a page to Markdown in its own thread: a hostile page can make the conversion slow or overflow its stack, in
 * which case the thread is terminated.
 */
const { html, url } = /** @type {{ html: string, url: string }} */ (workerData)

/**
 * Returns an absolute HTTP(S) URL; `undefined` for any other link.
 *
 * @param {string | null} link
 */
function resolveLink(link) {
  if (link === null || !URL.canParse(link, url)) return undefined
  const { protocol, href } = new URL(link, url)
  return protocol === 'https:' || protocol === 'http:' ? href : undefined
}

/**
 * @param {unknown} node An element.
 * @param {string} name
 */
const getAttribute = (node, name) =>
  /** @type {{ getAttribute(name: string): string | null }} */ (node).getAttribute(name)

let title = ''
const service = new TurndownService({ headingStyle: 'atx', codeBlockStyle: 'fenced', bulletListMarker: '-' })
service.remove(['script', 'style', 'noscript', 'template', 'iframe', 'object', 'form', 'nav'])
service.addRule('title', {
  filter: 'title',
  replacement: (_content, node) => {
    title ||= (node.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 1000)
    return ''
  },
})
service.addRule('link', {
  filter: 'a',
  replacement: (content, node) => {
    const link = resolveLink(getAttribute(node, 'href'))
    return link === undefined || content.trim() === '' ? content : `[${content.trim()}](${link})`
  },
})
// An image is replaced by its description, so that no viewer of the text requests it.
service.addRule('image', {
  filter: 'img',
  replacement: (_content, node) => getAttribute(node, 'alt') ?? '',
})
const content = service.turndown(html)
parentPort?.postMessage({ title, content }, [])
