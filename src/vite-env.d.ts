declare const __OVERLANE_VERSION__: string

/** The URL of the WebAssembly module that an AssemblyScript file is compiled to. */
declare module '*?assemblyscript' {
  const url: string
  export default url
}
