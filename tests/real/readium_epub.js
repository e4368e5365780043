// Opens an EPUB as readers built on Readium do, and prints what they would show, read aloud and highlight, as JSON.
const { PublicationParsePromise } = require("r2-shared-js/dist/es8-es2017/src/parser/publication-parser");
const { getAllMediaOverlays } = require("r2-shared-js/dist/es8-es2017/src/parser/epub");

const read = (node) => [
  ...(node.Audio ? [{ text: node.Text, audio: node.Audio, role: node.Role || [] }] : []),
  ...(node.Children || []).flatMap(read),
];

(async () => {
  const book = await PublicationParsePromise(process.argv[2]);
  const titles = (entries) => (entries || []).map((entry) => [entry.Title, entry.Href, titles(entry.Children)]);
  const overlays = await getAllMediaOverlays(book);
  console.log(JSON.stringify({
    kind: book.findFromInternal("type").Value,
    title: book.Metadata.Title,
    duration: book.Metadata.Duration,
    active: book.Metadata.MediaOverlay.ActiveClass,
    features: book.Metadata.AccessibilityFeature,
    cover: book.GetCover().Href,
    spine: book.Spine.map((link) => link.Href),
    durations: book.Spine.filter((link) => link.MediaOverlays).map((link) => link.Duration),
    toc: titles(book.TOC),
    read: overlays.map(read),
  }));
  book.freeDestroy();
})().catch((error) => { console.error(error); process.exit(1); });
