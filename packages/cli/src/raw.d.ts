/** A file whose text the bundle holds. */
declare module '*?raw' {
  const text: string;
  export default text;
}
