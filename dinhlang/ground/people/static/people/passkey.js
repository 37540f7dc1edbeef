// Asks the browser for a passkey and sends its answer with the form. Nothing else on the site needs script.
(function () {
  "use strict";
  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (sign) { return sign.charCodeAt(0); });
  }
  function text(buffer) {
    if (!buffer) return undefined;
    var plain = Array.from(new Uint8Array(buffer), function (one) { return String.fromCharCode(one); }).join("");
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function known(list) {
    return (list || []).map(function (one) { return Object.assign({}, one, { id: bytes(one.id) }); });
  }
  function ask(form) {
    var wanted = JSON.parse(form.dataset.options).publicKey;
    wanted.challenge = bytes(wanted.challenge);
    if (form.dataset.passkey === "make") {
      wanted.user.id = bytes(wanted.user.id);
      wanted.excludeCredentials = known(wanted.excludeCredentials);
      return navigator.credentials.create({ publicKey: wanted });
    }
    wanted.allowCredentials = known(wanted.allowCredentials);
    return navigator.credentials.get({ publicKey: wanted });
  }
  function spelled(answer) {
    var said = answer.response;
    return JSON.stringify({
      id: answer.id,
      rawId: text(answer.rawId),
      type: answer.type,
      authenticatorAttachment: answer.authenticatorAttachment || undefined,
      clientExtensionResults: answer.getClientExtensionResults(),
      response: {
        clientDataJSON: text(said.clientDataJSON),
        attestationObject: text(said.attestationObject),
        authenticatorData: text(said.authenticatorData),
        signature: text(said.signature),
        userHandle: text(said.userHandle)
      }
    });
  }
  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    var field = form.querySelector("[name=credential]"), told = form.querySelector("[role=alert]"), busy = false;
    form.addEventListener("submit", function (event) {
      if (!window.PublicKeyCredential || field.value) return;
      event.preventDefault();
      if (busy) return;
      busy = true;
      told.hidden = true;
      ask(form).then(function (answer) {
        field.value = spelled(answer);
        form.submit();
      }).catch(function () {
        busy = false;
        told.hidden = false;
      });
    });
  });
})();
