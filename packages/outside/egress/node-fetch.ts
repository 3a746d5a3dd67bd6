/** Makes Node.js load its own `fetch`, which otherwise happens on first access. */
void globalThis.Response
