// The entry in Node, for server rendering and tests: nothing is registered, and the elements start in the browser.
const noop = () => undefined

export const configureAssets = noop
export const getAssets = () => ({})
export const defineExtension = (extension) => extension
export const loadLanguage = async () => ({})
export const registerCheck = noop
export const registerExtension = noop
export const registerLanguage = noop
export const registerNodes = noop

export const LocalWorkflowEditor = undefined
