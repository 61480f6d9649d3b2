// Loads the page anew when the site was built again; shows what is wrong when it could not be.
(() => {
  "use strict";
  const own = new URL(document.currentScript.src).searchParams.get("edition");
  let shown = null;

  const styled = (element, style, text) => {
    Object.assign(element.style, style);
    if (text !== undefined) element.textContent = text;
    return element;
  };

  const hide = () => {
    if (shown) shown.remove();
    shown = null;
  };

  const show = (problems) => {
    hide();
    shown = styled(document.createElement("section"), {
      position: "fixed", inset: "auto 0 0 0", zIndex: "2147483647", maxHeight: "75vh", overflow: "auto",
      boxSizing: "border-box", padding: "1rem 1.5rem", background: "#1d1f21", color: "#f4f4f2",
      borderTop: "4px solid #d9534f", font: "15px/1.5 system-ui, sans-serif",
    });
    shown.setAttribute("role", "alert");
    const title = styled(document.createElement("strong"), {}, "The site has errors. This page is from the last build without.");
    const text = styled(document.createElement("pre"), {
      margin: "0.75rem 0 0", whiteSpace: "pre-wrap", font: "13px/1.5 ui-monospace, Consolas, monospace",
      background: "none", color: "inherit",
    }, problems);
    const close = styled(document.createElement("button"), { float: "right", font: "inherit" }, "Close");
    close.type = "button";
    close.addEventListener("click", hide);
    shown.append(close, title, text);
    document.body.append(shown);
  };

  new EventSource("/.plaudit/events").addEventListener("message", (message) => {
    const now = JSON.parse(message.data);
    if (now.edition !== own) location.reload();
    else if (now.problems) show(now.problems);
    else hide();
  });
})();
