// CommonJS, like all scripts of VS Code's extensions that are not bundled.

/**
 * The policy of the web view: scripts are the one with the nonce and those that it creates from the files of the page.
 * Nothing is loaded from another place.
 */
const policy = (nonce) =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' blob: 'wasm-unsafe-eval'`,
    'worker-src blob:',
    'connect-src blob:',
    'img-src blob: data:',
    "style-src 'unsafe-inline'",
    'font-src data:',
  ].join('; ')

/** Returns the content of a web view: `aw-page.html` under the policy. */
exports.createPage = (page, nonce) =>
  page
    .replace('<head>', () => `<head>\n<meta http-equiv="Content-Security-Policy" content="${policy(nonce)}">`)
    .replace(/<script>/, () => `<script nonce="${nonce}">`)
