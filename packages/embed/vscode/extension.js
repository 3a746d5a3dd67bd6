const { randomBytes } = require('node:crypto')
const { readFile } = require('node:fs/promises')
const { join } = require('node:path')
const vscode = require('vscode')
const { createPage } = require('./create-page.js')
const { connectDocument } = require('./connect-document.js')

/** Opens `*.aw.json` files in the workflow editor. VS Code saves, reverts and undoes: the text is the document. */
exports.activate = (context) => {
  const provider = {
    async resolveCustomTextEditor(document, panel) {
      const { webview } = panel
      webview.options = { enableScripts: true, localResourceRoots: [] }
      const connection = connectDocument({
        getText: () => document.getText(),
        async setText(text) {
          const edit = new vscode.WorkspaceEdit()
          edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text)
          await vscode.workspace.applyEdit(edit)
        },
        post: (message) => webview.postMessage(message, []),
        showError: (message) => vscode.window.showErrorMessage(message),
      })
      const subscriptions = [
        webview.onDidReceiveMessage(connection.receive),
        vscode.workspace.onDidChangeTextDocument((event) => {
          if (event.document.uri.toString() === document.uri.toString()) connection.onTextChange()
        }),
      ]
      panel.onDidDispose(() => subscriptions.forEach((subscription) => subscription.dispose()))
      const page = await readFile(join(context.extensionPath, 'aw-page.html'), 'utf8')
      webview.html = createPage(page, randomBytes(16).toString('hex'))
    },
  }
  const options = { webviewOptions: { retainContextWhenHidden: true } }
  context.subscriptions.push(vscode.window.registerCustomEditorProvider('aw.workflow', provider, options))
}
