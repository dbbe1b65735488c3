;;; -*- lexical-binding: t -*-
;; Drives Emacs as a person does: waits for the findings, goes to the one of a rule, and chooses an action by its title.
(require 'cl-lib)
(require 'json)

(defun drive-until (what test)
  "Wait until TEST holds; an error that names WHAT if it does not come to that."
  (let ((end (+ (float-time) 30)))
    (while (not (funcall test))
      (when (> (float-time) end) (error "Waited in vain for %s" what))
      (accept-process-output nil 0.02)
      (run-hooks 'post-command-hook))))

(defun drive-place (at)
  "Line and column of the position AT, from 0."
  (save-excursion
    (goto-char at)
    (list (1- (line-number-at-pos)) (- at (line-beginning-position)))))

(defun drive-found ()
  "The findings in order: the line and column of both ends, and the text."
  (mapcar (lambda (one)
            (vconcat (drive-place (flymake-diagnostic-beg one))
                     (drive-place (flymake-diagnostic-end one))
                     (list (flymake-diagnostic-text one))))
          (cl-sort (flymake-diagnostics) #'< :key #'flymake-diagnostic-beg)))

(defun drive-texts ()
  "What is said, wherever it is."
  (mapcar (lambda (one) (aref one 4)) (drive-found)))

(defun drive-choose (offered)
  "Have Emacs offer its actions, and choose; what is offered is put into OFFERED."
  (cl-letf (((symbol-function 'completing-read)
             (lambda (_prompt actions &rest _)
               (setcdr offered (mapcar (lambda (one) (if (consp one) (car one) one)) actions))
               (cl-find-if (lambda (title) (string-prefix-p (getenv "DRIVE_ACTION") title)) (cdr offered))))
            (last-nonmenu-event ?x)) ; a key: for a mouse there would be a menu
    (call-interactively #'eglot-code-actions)))

(find-file (getenv "DRIVE_FILE"))
(drive-until "the server" #'eglot-current-server)
(drive-until "findings" #'flymake-diagnostics)
(let ((before (drive-found)) (texts (drive-texts)) (offered (list nil)))
  (goto-char (flymake-diagnostic-beg
              (cl-find-if (lambda (one) (string-search (getenv "DRIVE_RULE") (flymake-diagnostic-text one)))
                          (flymake-diagnostics))))
  (drive-choose offered)
  (save-buffer) ; which tells the server: what waits for an idle user never happens in batch
  (drive-until "findings of the repaired text" (lambda () (not (equal texts (drive-texts)))))
  (let ((said `((before . ,(vconcat before)) (offered . ,(vconcat (cdr offered))) (after . ,(vconcat (drive-found))))))
    (with-temp-file (getenv "DRIVE_REPORT") (insert (json-encode said)))))
