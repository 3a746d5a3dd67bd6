// Runs in the exported HTML file: starts the editor from the files in the page, and opens its workflow and data.

/**
 * Creates URLs for the files, in the page and in each worker: on a page from disk, browsers refuse module workers, and a
 * worker cannot load the URLs of its page. Workers and WebAssembly files are therefore named `blob:NAME`, and replaced
 * where they are used.
 */
async function openFiles(files) {
  const sources = {}
  const urls = {}
  await Promise.all(
    Object.entries(files).map(async ([name, file]) => {
      if (name.endsWith('.js')) sources[name] = await file.text()
      else urls[`blob:${name}`] = urls[name] = URL.createObjectURL(file)
    }),
  )
  const createUrl = (code) => URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
  // Static imports form no circles, so the URL of an imported file can be created first.
  const getUrl = (name) =>
    (urls[name] ??= createUrl(
      sources[name].replaceAll(/"aw-file:([^"]+)"/g, (_match, imported) => JSON.stringify(getUrl(imported))),
    ))
  for (const name of Object.keys(sources)) getUrl(name)
  globalThis.awFiles = urls
  const { fetch: fetchUrl, Worker: BrowserWorker } = globalThis
  globalThis.fetch = (input, init) => fetchUrl(urls[input] ?? input, init)
  const workerUrl = createUrl(`${openFiles}\n${listen}\nlisten()`)
  globalThis.Worker = class extends BrowserWorker {
    constructor(url, { name } = {}) {
      super(workerUrl, { name })
      this.postMessage({ entry: String(url).slice('blob:'.length), files }, [])
    }
  }
}

/** Starts a worker with the first message, and holds others back until its script has run. */
function listen() {
  const held = []
  let isStarting = false
  addEventListener('message', async function hold(event) {
    event.stopImmediatePropagation()
    if (isStarting) {
      held.push(event)
      return
    }
    isStarting = true
    try {
      await openFiles(event.data.files)
      await import(globalThis.awFiles[event.data.entry])
    } catch (cause) {
      // The page is told only of errors outside promises.
      reportError(cause)
    }
    removeEventListener('message', hold)
    for (const { data, ports } of held) dispatchEvent(new MessageEvent('message', { data, ports }))
  })
}

async function unpack(text, type) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Blob([await new Response(stream).arrayBuffer()], { type })
}

async function start() {
  const place = document.getElementById('aw-content')
  const content = JSON.parse(place.textContent)
  place.textContent = '{}'
  const page = new Blob([`<!doctype html>\n${document.documentElement.outerHTML}`], { type: 'text/html' })
  const packed = Object.entries(JSON.parse(document.getElementById('aw-files').textContent))
  const files = await Promise.all(
    packed.map(async ([name, text]) => [
      name,
      await unpack(text, name.endsWith('.js') ? 'text/javascript' : 'application/wasm'),
    ]),
  )
  await openFiles({ ...Object.fromEntries(files), 'aw-page.html': page })
  globalThis[Symbol.for('aw.assets')] = {
    workerUrl: 'blob:aw-worker.js',
    workerType: 'module',
    sandboxWorker: { url: 'blob:aw-sandbox-worker.js', type: 'module' },
    wasmUrl: 'blob:duckdb-eh.wasm',
    parquetWasmUrl: 'blob:parquet_wasm_bg.wasm',
    sqliteWasmUrl: 'blob:sql-wasm-browser.wasm',
    pageUrl: 'blob:aw-page.html',
  }
  await import(globalThis.awFiles['aw.js'])
  await openEditor(content)
}

/** Opens the workflow with its data. Edits are kept in this browser, if it can; data is in memory. */
async function openEditor({ workflow, data = [] }) {
  const editor = document.createElement('aw-workflow-editor')
  if (host) connectHost(editor)
  else if (workflow) {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(workflow)))
    const key = `aw-page:${[...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
    document.title = workflow.name
    editor.workflow = key.slice(0, 24).replace(':', '-')
    editor.storage = {
      load: async () => localStorage.getItem(key) ?? workflow,
      save: async (_id, edited) => localStorage.setItem(key, JSON.stringify(edited)),
    }
    const addData = async ({ session }) => {
      for (const { name, content } of data) await session?.data.add(new File([await unpack(content)], name))
    }
    editor.addEventListener('aw-session', addData, { once: true })
  }
  document.body.append(editor)
}

/**
 * The program that shows this page and keeps the document: VS Code, or the page around a frame. It sends `aw-open` with
 * the document and files, and receives `aw-ready`, `aw-change` after an edit and `aw-result` after a run.
 */
const host =
  typeof acquireVsCodeApi === 'function'
    ? acquireVsCodeApi()
    : parent === window
      ? undefined
      : { postMessage: (message) => parent.postMessage(message, location.origin) }

function connectHost(editor) {
  let session
  let shown
  editor.workflow = 'host-document'
  editor.storage = { load: async () => undefined, save: async () => undefined }
  editor.addEventListener('aw-document-change', () => {
    const text = session && JSON.stringify(session.document.current)
    if (text === undefined || text === shown) return
    shown = text
    host.postMessage({ type: 'aw-change', workflow: JSON.parse(text) }, [])
  })
  editor.addEventListener('aw-run-change', async ({ run }) => {
    if (run?.state !== 'completed' && run?.state !== 'failed') return
    const table = run.state === 'completed' ? findResult(run) : undefined
    const written = table && (await session.tables.write({ table, format: 'arrow' }))
    const bytes = written?.ok ? new Uint8Array(await written.value.arrayBuffer()) : undefined
    host.postMessage({ type: 'aw-result', state: run.state, rows: table?.rows, bytes }, [])
  })
  editor.addEventListener('aw-session', (event) => {
    session = event.session
    if (!session) return
    addEventListener('message', async ({ data, source }) => {
      // VS Code sends messages from its own frame around this one.
      if (data?.type !== 'aw-open' || (source !== parent && source !== window)) return
      const [problem] = data.workflow === undefined ? [] : session.document.open(data.workflow)
      shown = JSON.stringify(session.document.current)
      for (const { name, bytes } of data.files ?? []) await session.data.add(new File([bytes], name))
      host.postMessage({ type: 'aw-opened', problem: problem?.code }, [])
    })
    host.postMessage({ type: 'aw-ready' }, [])
  })
}

/** Returns the last table that no other node of the run turned into a table. */
function findResult({ nodes, workflow }) {
  const listTables = (id) => Object.values(nodes[id]?.outputs ?? {}).filter(({ kind }) => kind === 'table')
  const last = workflow.nodes.filter(
    ({ id }) =>
      listTables(id).length > 0 &&
      !workflow.edges.some(({ source, target }) => source === id && listTables(target).length > 0),
  )
  return last.length > 0 ? listTables(last.at(-1).id)[0].table : undefined
}

void start()
