// The film on the first page: whoever wants to read in peace stops it. It stands still from the start for those
// who asked for less motion.
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("button[data-film]");
  if (!button) return;
  const pictures = [...document.querySelectorAll(".film picture")];
  let plays = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const say = () => { button.textContent = plays ? "Pause" : "Play"; };
  button.addEventListener("click", () => {
    plays = !plays;
    for (const picture of pictures) {
      const [source, image] = picture.children;
      source.media = plays ? "not all" : "all";
      image.loading = "eager";
    }
    say();
  });
  say();
  button.hidden = false;
});
