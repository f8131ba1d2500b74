// The notebook in the page: 40 MB of Python that nobody loads who did not ask for it.
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("button[data-live]");
  button?.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.className = "live";
    frame.title = "A notebook to try nbready in";
    frame.src = button.dataset.live;
    button.nextElementSibling.textContent =
      "Python starts in your browser; nothing is sent anywhere. The first time takes a minute.";
    button.parentElement.after(frame);
    button.remove();
  });
});
