// The entry in Node, for server rendering and tests: nothing is registered, and the elements start in the browser.
const nothing = () => undefined

export const configureAssets = nothing
export const currentAssets = () => ({})
export const defineExtension = (extension) => extension
export const loadLanguage = async () => ({})
export const registerCheck = nothing
export const registerExtension = nothing
export const registerLanguage = nothing
export const registerNodes = nothing

export const LocalWorkflowEditor = undefined
